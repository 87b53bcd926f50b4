import { isForNamed } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A topic takes and gives messages to those that it names. */
export const snsPolicyPublic: ReviewRule = {
  id: 'sns-policy-public',
  title: 'a topic takes and gives messages to those that it names',
  rationale:
    'Whoever may publish wakes people at night; whoever may subscribe reads what is wrong.',
  remedy: 'name principals, or tie the statement to an account by a condition',
  severity: 'high',
  controls: ['SNS.4', 'CKV_AWS_169', 'CKV_AWS_385'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-4',
  types: ['aws_sns_topic_policy', 'aws_sns_topic'],
  check: ({ block }, evidence) => {
    if (evidence.isSet(block.policy) === false) return [];
    const statements = evidence.statements(block.policy);
    return requires(isForNamed(statements, evidence), 'a statement allows something to everyone');
  },
};
