import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';

const balancer = 'aws_lb';
const group = 'aws_lb_target_group';
const acl = 'aws_wafv2_web_acl';
const distribution = 'aws_cloudfront_distribution';

/** A listener of a balancer, with what else belongs to it. */
const listener = (block: Block, lb: Block = {}, rest: Resources = {}): Resources => ({
  aws_lb: { b: lb },
  aws_lb_listener: { l: { load_balancer_arn: '${aws_lb.b.arn}', ...block } },
  ...rest,
});

const redirect = {
  protocol: 'HTTP',
  default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', status_code: 'HTTP_301' } }],
};
const forward = { protocol: 'HTTP', default_action: { type: 'forward' } };

const managed = (name: string, action = 'none'): Block => ({
  rule: [
    {
      override_action: { [action]: {} },
      statement: { managed_rule_group_statement: { name, vendor_name: 'AWS' } },
    },
  ],
});
const known = 'AWSManagedRulesKnownBadInputsRuleSet';
const seen = { visibility_config: { cloudwatch_metrics_enabled: true } };

/** What rules about load balancers, APIs and firewalls for requests must say. */
export const entranceCases: Record<string, RuleCases> = {
  'api-access-logs': {
    bad: each('aws_apigatewayv2_stage', {}),
    good: each('aws_apigatewayv2_stage', { access_log_settings: { destination_arn: 'arn:1' } }),
    unread: each('aws_apigatewayv2_stage', { access_log_settings: unknown }),
  },
  'api-authorization': {
    bad: each('aws_apigatewayv2_route', {}, { authorization_type: 'NONE' }),
    good: each('aws_apigatewayv2_route', { authorization_type: 'JWT' }),
    unread: each('aws_apigatewayv2_route', { authorization_type: unknown }),
  },
  'api-throttling': {
    bad: each(
      'aws_apigatewayv2_stage',
      {},
      { default_route_settings: { throttling_rate_limit: 1 } },
    ),
    good: each('aws_apigatewayv2_stage', {
      default_route_settings: { throttling_rate_limit: 1, throttling_burst_limit: 2 },
    }),
    unread: each('aws_apigatewayv2_stage', { default_route_settings: unknown }),
  },
  'cloudfront-https': {
    bad: each(
      distribution,
      { default_cache_behavior: { viewer_protocol_policy: 'allow-all' } },
      {
        default_cache_behavior: { viewer_protocol_policy: 'https-only' },
        ordered_cache_behavior: [{ viewer_protocol_policy: 'allow-all' }],
      },
    ),
    good: each(distribution, {
      default_cache_behavior: { viewer_protocol_policy: 'redirect-to-https' },
    }),
    unread: each(distribution, { default_cache_behavior: unknown }),
  },
  'cloudfront-tls': {
    bad: each(
      distribution,
      { viewer_certificate: { cloudfront_default_certificate: true } },
      { viewer_certificate: { minimum_protocol_version: 'TLSv1.1_2016' } },
    ),
    good: each(distribution, { viewer_certificate: { minimum_protocol_version: 'TLSv1.2_2021' } }),
    unread: each(distribution, { viewer_certificate: { minimum_protocol_version: unknown } }),
  },
  'cloudfront-waf': {
    bad: each(distribution, {}),
    good: each(distribution, { web_acl_id: 'arn:1' }),
    unread: each(distribution, { web_acl_id: unknown }),
  },
  'elb-access-logs': {
    bad: each(balancer, {}, { access_logs: { bucket: 'b', enabled: false } }),
    good: each(balancer, { access_logs: { bucket: 'b', enabled: true } }),
    unread: each(balancer, { access_logs: { enabled: unknown } }),
  },
  'elb-deletion-protection': {
    bad: each(balancer, {}, { enable_deletion_protection: false }),
    good: each(balancer, { enable_deletion_protection: true }),
    unread: each(balancer, { enable_deletion_protection: unknown }),
  },
  'elb-desync': {
    bad: each(balancer, { desync_mitigation_mode: 'monitor' }),
    good: each(balancer, {}, { desync_mitigation_mode: 'strictest' }),
    unread: each(balancer, { desync_mitigation_mode: unknown }),
  },
  'elb-drop-invalid-headers': {
    bad: each(balancer, {}),
    good: each(balancer, { drop_invalid_header_fields: true }, { load_balancer_type: 'network' }),
    unread: each(balancer, { drop_invalid_header_fields: unknown }),
  },
  'elb-health-check': {
    bad: each(
      group,
      { protocol: 'HTTP' },
      { protocol: 'HTTP', health_check: { path: '/x', enabled: false } },
    ),
    good: each(
      group,
      { protocol: 'HTTP', health_check: { path: '/healthz' } },
      { protocol: 'TCP' },
    ),
    unread: each(group, { protocol: 'HTTP', health_check: unknown }),
  },
  'elb-health-check-tls': {
    bad: each(group, {}, { health_check: { protocol: 'HTTP' } }),
    good: each(group, { health_check: { protocol: 'HTTPS' } }),
    unread: each(group, { health_check: { protocol: unknown } }),
  },
  'elb-listener-tls': {
    bad: [
      listener(forward),
      listener(
        redirect,
        {},
        { aws_lb_listener_rule: { r: { listener_arn: '${aws_lb_listener.l.arn}' } } },
      ),
      listener(
        redirect,
        {},
        { aws_alb_listener_rule: { r: { listener_arn: '${aws_lb_listener.l.arn}' } } },
      ),
      listener({ protocol: 'HTTP', default_action: [{ type: 'redirect', redirect: {} }] }),
    ],
    good: [
      listener(redirect),
      listener(forward, { internal: true }),
      listener({ protocol: 'HTTPS', default_action: { type: 'forward' } }),
    ],
    unread: [listener({ protocol: unknown, default_action: [] })],
  },
  'elb-target-tls': {
    bad: each(group, { protocol: 'HTTP' }),
    good: each(group, { protocol: 'HTTPS' }, { target_type: 'lambda' }),
    unread: each(group, { protocol: unknown }),
  },
  'elb-tls-policy': {
    bad: [
      listener({ protocol: 'HTTPS' }),
      listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' }),
      listener({ protocol: 'TLS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06' }),
    ],
    good: [
      listener({ protocol: 'HTTP' }),
      listener({ protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' }),
    ],
    unread: [listener({ protocol: 'HTTPS', ssl_policy: unknown })],
  },
  'elb-two-zones': {
    bad: each(balancer, {}, { subnets: ['a'] }),
    good: each(balancer, { subnets: ['a', 'b'] }, { subnet_mapping: [{}, {}] }),
    unread: [
      ...each(balancer, { subnets: unknown }),
      { ...one('aws_lb', { subnets: '${aws_subnet.s[*].id}' }), aws_subnet: { s: { count: 2 } } },
    ],
  },
  'elb-waf': {
    bad: each(balancer, {}),
    good: [
      ...each(balancer, { internal: true }),
      {
        aws_lb: { b: {} },
        aws_wafv2_web_acl_association: { a: { resource_arn: '${aws_lb.b.arn}' } },
      },
    ],
    unread: [
      { aws_lb: { b: {} }, ...one('aws_wafv2_web_acl_association', { resource_arn: unknown }) },
    ],
  },
  'waf-known-bad-inputs': {
    bad: each(acl, {}, managed('AWSManagedRulesCommonRuleSet'), managed(known, 'count')),
    good: each(acl, managed(known)),
    unread: each(acl, { rule: unknown }),
  },
  'waf-logging': {
    bad: each(acl, {}),
    good: [
      {
        [acl]: { a: {} },
        aws_wafv2_web_acl_logging_configuration: { l: { resource_arn: `\${${acl}.a.arn}` } },
      },
    ],
    unread: [
      {
        [acl]: { a: {} },
        ...one('aws_wafv2_web_acl_logging_configuration', { resource_arn: unknown }),
      },
    ],
  },
  'waf-metrics': {
    bad: each(
      acl,
      {},
      { ...seen, rule: [{ visibility_config: { cloudwatch_metrics_enabled: false } }] },
    ),
    good: each(acl, seen, { ...seen, rule: [seen] }),
    unread: each(acl, { visibility_config: { cloudwatch_metrics_enabled: unknown } }),
  },
  'waf-rules': {
    bad: each(acl, {}, { rule: [] }),
    good: each(acl, managed(known)),
    unread: each(acl, { rule: unknown }),
  },
};
