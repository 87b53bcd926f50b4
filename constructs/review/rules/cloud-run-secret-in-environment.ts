import { eachCloudRunContainer } from '../evidence/cloud-run-container';
import type { ReviewRule } from '../rule';
import { secretVariables } from '../evidence/secret-variable';

/** No secret stands in a plain variable of Cloud Run. */
export const cloudRunSecretInEnvironment: ReviewRule = {
  id: 'cloud-run-secret-in-environment',
  title: 'no secret stands in a plain variable of Cloud Run',
  rationale:
    'Plain variables are shown by every console and API that shows the service, and are in the state.',
  remedy: "write 'value_source' with 'secret_key_ref'",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/run/docs/configuring/services/secrets',
  types: ['google_cloud_run_v2_service'],
  check: (service, evidence) =>
    eachCloudRunContainer(service, evidence, ({ env }) => secretVariables(env, evidence)),
};
