import { refusesPlainText } from '../evidence/public-statement';
import { requires, type ReviewRule, some } from '../rule';

/** A topic refuses messages in plain text. */
export const snsTlsOnly: ReviewRule = {
  id: 'sns-tls-only',
  title: 'a topic refuses messages in plain text',
  rationale: 'SNS answers on plain HTTP as well, unless its policy refuses.',
  remedy: "deny 'sns:Publish' to everyone where 'aws:SecureTransport' is false",
  severity: 'low',
  controls: ['AwsSolutions-SNS3'],
  page: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
  types: ['aws_sns_topic'],
  check: (topic, evidence) => {
    const refuses = (policy: unknown): boolean | undefined => {
      const statements = evidence.statements(policy);
      return statements && refusesPlainText(statements, evidence);
    };
    const own = evidence.isSet(topic.block.policy) === false ? false : refuses(topic.block.policy);
    const attached = evidence.hasAttached(topic, 'aws_sns_topic_policy', 'arn', ({ block }) =>
      refuses(block.policy),
    );
    return requires(some([own, attached]), 'its policy does not refuse plain text');
  },
};
