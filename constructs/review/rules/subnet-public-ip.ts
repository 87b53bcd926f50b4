import { not, requires, type ReviewRule } from '../rule';

/** A subnet gives out no public addresses by itself. */
export const subnetPublicIp: ReviewRule = {
  id: 'subnet-public-ip',
  title: 'a subnet gives out no public addresses by itself',
  rationale: 'Whatever is started there by hand is on the internet.',
  remedy: "set 'map_public_ip_on_launch' to false",
  severity: 'medium',
  controls: ['EC2.15', 'CKV_AWS_130', 'AWS-0164'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15',
  types: ['aws_subnet'],
  check: ({ block }, evidence) =>
    requires(
      not(evidence.isTrue(block.map_public_ip_on_launch)),
      "'map_public_ip_on_launch' is true",
    ),
};
