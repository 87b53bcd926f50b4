import { requires, type ReviewRule } from '../rule';

/** A certificate is there before the old one goes. */
export const acmReplaced: ReviewRule = {
  id: 'acm-replaced',
  title: 'a certificate is there before the old one goes',
  rationale: 'A certificate in use cannot be deleted, so that the change hangs halfway.',
  remedy: "set 'create_before_destroy' to true in 'lifecycle'",
  severity: 'low',
  controls: ['CKV_AWS_233'],
  page: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-services.html',
  types: ['aws_acm_certificate'],
  check: ({ block }, evidence) => {
    const lifecycle = evidence.first(block.lifecycle);
    return requires(
      lifecycle && evidence.isTrue(lifecycle.create_before_destroy),
      "'create_before_destroy' is not true",
    );
  },
};
