import { requires, type ReviewRule } from '../rule';

/** A security group and its rules say what they are for. */
export const sgDescription: ReviewRule = {
  id: 'sg-description',
  title: 'a security group and its rules say what they are for',
  rationale: 'Nobody dares to remove a rule that nobody can explain.',
  remedy: "write 'description'",
  severity: 'low',
  controls: ['CKV_AWS_23', 'AWS-0124'],
  page: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  types: [
    'aws_security_group',
    'aws_security_group_rule',
    'aws_vpc_security_group_ingress_rule',
    'aws_vpc_security_group_egress_rule',
  ],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.description), "'description' is missing"),
};
