import { requires, type ReviewRule } from '../rule';

/** A distribution has a firewall for requests. */
export const cloudfrontWaf: ReviewRule = {
  id: 'cloudfront-waf',
  title: 'a distribution has a firewall for requests',
  rationale: 'What CloudFront lets through reaches the origin as if it came from a friend.',
  remedy: "name a web ACL in 'web_acl_id'",
  severity: 'medium',
  controls: ['CloudFront.6', 'CKV_AWS_68'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6',
  types: ['aws_cloudfront_distribution'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.web_acl_id), "'web_acl_id' is missing"),
};
