import { requires, type ReviewRule } from '../rule';

/** A network logs its connections. */
export const vpcFlowLogs: ReviewRule = {
  id: 'vpc-flow-logs',
  title: 'a network logs its connections',
  rationale:
    'Whether somebody moved on from a container that was broken into is in these logs alone.',
  remedy: "make an 'aws_flow_log' for the network",
  severity: 'medium',
  controls: ['EC2.6', 'CKV2_AWS_11', 'AWS-0178'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6',
  types: ['aws_vpc'],
  check: (vpc, evidence) =>
    requires(evidence.hasAttached(vpc, 'aws_flow_log', 'vpc_id'), 'it has no flow log'),
};
