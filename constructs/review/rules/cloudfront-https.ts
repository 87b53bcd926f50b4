import { requires, type ReviewRule } from '../rule';

/** A distribution sends callers to HTTPS. */
export const cloudfrontHttps: ReviewRule = {
  id: 'cloudfront-https',
  title: 'a distribution sends callers to HTTPS',
  rationale:
    'Passwords and cookies on plain HTTP are read, and pages changed, by whoever is in between.',
  remedy: "set 'viewer_protocol_policy' to 'redirect-to-https' in every behaviour",
  severity: 'high',
  controls: ['CloudFront.3', 'CKV_AWS_34'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-3',
  types: ['aws_cloudfront_distribution'],
  check: ({ block }, evidence) => {
    const behaviours = [block.default_cache_behavior, block.ordered_cache_behavior].map((raw) =>
      evidence.blocks(raw),
    );
    return behaviours.flatMap((list) =>
      (list ?? [{ viewer_protocol_policy: '${unknown}' }]).flatMap(({ viewer_protocol_policy }) =>
        requires(
          evidence.isText(viewer_protocol_policy, (text) => text !== 'allow-all', 'allow-all'),
          "'viewer_protocol_policy' is 'allow-all'",
        ),
      ),
    );
  },
};
