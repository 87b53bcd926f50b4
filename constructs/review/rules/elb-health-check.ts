import { every, not, requires, type ReviewRule } from '../rule';

/** A load balancer asks its targets by a path of their own whether they serve. */
export const elbHealthCheck: ReviewRule = {
  id: 'elb-health-check',
  title: 'a load balancer asks its targets by a path of their own whether they serve',
  rationale: 'The default asks for / and takes what an application says there for its health.',
  remedy: "write 'health_check' with 'enabled' and a 'path'",
  severity: 'medium',
  controls: ['CKV_AWS_261'],
  page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  types: ['aws_lb_target_group', 'aws_alb_target_group'],
  check: ({ block }, evidence) => {
    const check = evidence.first(block.health_check);
    const kept = check && every([evidence.isTrue(check.enabled, true), evidence.isSet(check.path)]);
    const plain = evidence.isText(block.protocol, (text) => text.startsWith('HTTP'));
    return not(plain) === true ? [] : requires(kept, "'health_check' names no path");
  },
};
