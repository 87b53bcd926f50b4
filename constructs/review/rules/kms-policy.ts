import { isPublicStatement } from '../evidence/public-statement';
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
    const elsewhere = evidence.attached(key, 'aws_kms_key_policy', 'key_id').found;
    const policies = [...(written === false ? [] : [key]), ...elsewhere];
    if (policies.length === 0) return requires(false, "'policy' is missing");
    return policies.flatMap(({ block }) => {
      const statements = evidence.statements(block.policy);
      const kept = statements && !statements.some((one) => isPublicStatement(one, evidence));
      return requires(kept, 'a statement allows something to everyone');
    });
  },
};
