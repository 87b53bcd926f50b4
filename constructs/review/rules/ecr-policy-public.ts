import { isForNamed } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A registry lets in those that it names. */
export const ecrPolicyPublic: ReviewRule = {
  id: 'ecr-policy-public',
  title: 'a registry lets in those that it names',
  rationale: 'A statement that allows something to every principal publishes the images.',
  remedy: 'name principals, or tie the statement to an account by a condition',
  severity: 'high',
  controls: ['CKV_AWS_32', 'AWS-0032'],
  page: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
  types: ['aws_ecr_repository_policy'],
  check: ({ block }, evidence) => {
    const statements = evidence.statements(block.policy);
    return requires(isForNamed(statements, evidence), 'a statement allows something to everyone');
  },
};
