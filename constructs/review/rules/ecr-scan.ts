import { requires, type ReviewRule } from '../rule';

/** Images are searched for known faults when they arrive. */
export const ecrScan: ReviewRule = {
  id: 'ecr-scan',
  title: 'images are searched for known faults when they arrive',
  rationale: 'A fault that is known to everyone is used by everyone.',
  remedy: "set 'scan_on_push' to true",
  severity: 'medium',
  controls: ['ECR.1', 'CKV_AWS_163', 'AWS-0030'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1',
  types: ['aws_ecr_repository'],
  check: ({ block }, evidence) => {
    const scanning = evidence.first(block.image_scanning_configuration);
    return requires(
      scanning && evidence.isTrue(scanning.scan_on_push),
      "'scan_on_push' is not true",
    );
  },
};
