import { requires, type ReviewRule } from '../rule';

/** A certificate stands in the public logs. */
export const acmTransparency: ReviewRule = {
  id: 'acm-transparency',
  title: 'a certificate stands in the public logs',
  rationale: 'Browsers refuse what is in no log.',
  remedy: "leave 'certificate_transparency_logging_preference' on",
  severity: 'low',
  controls: ['CKV_AWS_234'],
  page: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html#concept-transparency',
  types: ['aws_acm_certificate'],
  check: ({ block }, evidence) => {
    const options = evidence.first(block.options);
    return requires(
      options &&
        evidence.isText(
          options.certificate_transparency_logging_preference,
          (text) => text === 'ENABLED',
          'ENABLED',
        ),
      "'certificate_transparency_logging_preference' is off",
    );
  },
};
