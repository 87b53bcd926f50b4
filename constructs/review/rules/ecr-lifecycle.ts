import { requires, type ReviewRule } from '../rule';

/** A registry removes images that nobody needs. */
export const ecrLifecycle: ReviewRule = {
  id: 'ecr-lifecycle',
  title: 'a registry removes images that nobody needs',
  rationale: 'Old images are paid for, and their old faults stay at hand.',
  remedy: "make an 'aws_ecr_lifecycle_policy'",
  severity: 'low',
  controls: ['ECR.3'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3',
  types: ['aws_ecr_repository'],
  check: (repository, evidence) =>
    requires(
      evidence.hasAttached(repository, 'aws_ecr_lifecycle_policy', 'repository'),
      'it has no lifecycle policy',
    ),
};
