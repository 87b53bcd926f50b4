import { requires, type ReviewRule } from '../rule';

/** The default security group of a network lets nothing through. */
export const vpcDefaultGroup: ReviewRule = {
  id: 'vpc-default-group',
  title: 'the default security group of a network lets nothing through',
  rationale:
    'Whatever is started without a group gets this one, in which everything reaches everything.',
  remedy: "make an 'aws_default_security_group' without rules for the network",
  severity: 'medium',
  controls: ['EC2.2', 'CKV2_AWS_12'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2',
  types: ['aws_vpc'],
  check: (vpc, evidence) => {
    const closed = evidence.hasAttached(vpc, 'aws_default_security_group', 'vpc_id', (group) => {
      const lists = [group.block.ingress, group.block.egress].map((raw) =>
        evidence.model.list(raw),
      );
      return lists.includes(undefined) ? undefined : lists.every((list) => list?.length === 0);
    });
    return requires(closed, 'its default group is open');
  },
};
