import { requires, type ReviewRule } from '../rule';

/** A tag in a registry never means another image. */
export const ecrImmutable: ReviewRule = {
  id: 'ecr-immutable',
  title: 'a tag in a registry never means another image',
  rationale: 'Whoever may push could replace what production pulls next.',
  remedy: "set 'image_tag_mutability' to 'IMMUTABLE'",
  severity: 'high',
  controls: ['ECR.2', 'CKV_AWS_51', 'AWS-0031'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2',
  types: ['aws_ecr_repository'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.image_tag_mutability, (text) => text === 'IMMUTABLE', 'MUTABLE'),
      "'image_tag_mutability' is not 'IMMUTABLE'",
    ),
};
