import { requires, type ReviewRule } from '../rule';

/** A subnet of Google reaches the services of Google without the internet. */
export const gcpSubnetPrivateAccess: ReviewRule = {
  id: 'gcp-subnet-private-access',
  title: 'a subnet of Google reaches the services of Google without the internet',
  rationale:
    'Otherwise calls to Google need a public address, which then serves for everything else.',
  remedy: "set 'private_ip_google_access' to true",
  severity: 'low',
  controls: ['CKV_GCP_74', 'GCP-0075'],
  page: 'https://cloud.google.com/vpc/docs/private-google-access',
  types: ['google_compute_subnetwork'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.private_ip_google_access),
      "'private_ip_google_access' is not true",
    ),
};
