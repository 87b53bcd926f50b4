import { refusesPlainText } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A file system refuses mounts in plain text. */
export const efsPolicy: ReviewRule = {
  id: 'efs-policy',
  title: 'a file system refuses mounts in plain text',
  rationale: 'Without a policy, whoever reaches it on the network mounts it as root.',
  remedy: "make an 'aws_efs_file_system_policy' that denies where 'aws:SecureTransport' is false",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
  types: ['aws_efs_file_system'],
  check: (system, evidence) => {
    const kept = evidence.hasAttached(
      system,
      'aws_efs_file_system_policy',
      'file_system_id',
      ({ block }) => {
        const statements = evidence.statements(block.policy);
        return statements && refusesPlainText(statements, evidence);
      },
    );
    return requires(kept, 'its policy does not refuse plain text');
  },
};
