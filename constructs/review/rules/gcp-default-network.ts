import { not, requires, type ReviewRule } from '../rule';

/** A network has the subnets that somebody planned. */
export const gcpDefaultNetwork: ReviewRule = {
  id: 'gcp-default-network',
  title: 'a network has the subnets that somebody planned',
  rationale:
    'An automatic network has a subnet in every region and rules that let in whoever is there.',
  remedy: "set 'auto_create_subnetworks' to false",
  severity: 'medium',
  controls: ['CKV_GCP_27', 'CIS 3.1', 'GCP-0010'],
  page: 'https://cloud.google.com/vpc/docs/create-modify-vpc-networks',
  types: ['google_compute_network'],
  check: ({ block }, evidence) =>
    requires(
      not(evidence.isTrue(block.auto_create_subnetworks, true)),
      "'auto_create_subnetworks' is true",
    ),
};
