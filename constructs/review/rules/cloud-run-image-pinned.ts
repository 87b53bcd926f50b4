import { eachCloudRunContainer } from '../evidence/cloud-run-container';
import { isPinned } from '../evidence/image-name';
import { requires, type ReviewRule } from '../rule';

/** A service of Cloud Run names its image by digest. */
export const cloudRunImagePinned: ReviewRule = {
  id: 'cloud-run-image-pinned',
  title: 'a service of Cloud Run names its image by digest',
  rationale: 'A tag may mean another image tomorrow, and the next revision then runs it untested.',
  remedy:
    "write the image as 'name@sha256:…'; a data source of the registry knows the digest of a tag",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/run/docs/deploying',
  types: ['google_cloud_run_v2_service'],
  check: (service, evidence) =>
    eachCloudRunContainer(service, evidence, ({ image }) =>
      requires(isPinned(evidence.model, image), "'image' names no digest"),
    ),
};
