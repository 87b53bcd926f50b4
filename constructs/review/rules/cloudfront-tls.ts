import { requires, type ReviewRule } from '../rule';

/** A distribution speaks TLS 1.2 or newer. */
export const cloudfrontTls: ReviewRule = {
  id: 'cloudfront-tls',
  title: 'a distribution speaks TLS 1.2 or newer',
  rationale: 'The certificate of CloudFront itself comes with TLS 1.0.',
  remedy: "bring a certificate and set 'minimum_protocol_version' to 'TLSv1.2_2021' or newer",
  severity: 'medium',
  controls: ['CKV_AWS_174'],
  page: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html',
  types: ['aws_cloudfront_distribution'],
  check: ({ block }, evidence) => {
    const certificate = evidence.first(block.viewer_certificate);
    return requires(
      certificate &&
        evidence.isText(certificate.minimum_protocol_version, (text) =>
          /^TLSv1\.(2_20(19|2\d)|3)/.test(text),
        ),
      "'minimum_protocol_version' is older than TLS 1.2",
    );
  },
};
