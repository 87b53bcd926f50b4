import { isForNamed } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A key of KMS is for those that its policy names. */
export const kmsPolicy: ReviewRule = {
  id: 'kms-policy',
  title: 'a key of KMS is for those that its policy names',
  rationale:
    'A policy that allows something to every principal gives the key away; one that is not written is what AWS decides.',
  remedy: "write 'policy' with the principals of this account",
  severity: 'high',
  controls: ['KMS.5', 'CKV_AWS_33', 'CKV2_AWS_64'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5',
  types: ['aws_kms_key'],
  check: (key, evidence) => {
    const written = evidence.isSet(key.block.policy);
    const { found, complete } = evidence.attached(key, 'aws_kms_key_policy', 'key_id');
    const policies = [...(written === false ? [] : [key]), ...found];
    if (policies.length === 0) return requires(complete ? false : undefined, "'policy' is missing");
    return policies.flatMap(({ block }) => {
      const kept = isForNamed(evidence.statements(block.policy), evidence);
      return requires(kept, 'a statement allows something to everyone');
    });
  },
};
