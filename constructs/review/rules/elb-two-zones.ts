import { requires, type ReviewRule } from '../rule';

/** A load balancer stands in two zones or more. */
export const elbTwoZones: ReviewRule = {
  id: 'elb-two-zones',
  title: 'a load balancer stands in two zones or more',
  rationale: 'The loss of one zone would be the loss of the entrance.',
  remedy: "name subnets of two zones in 'subnets'",
  severity: 'medium',
  controls: ['ELB.13'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13',
  types: ['aws_lb', 'aws_alb'],
  check: ({ block }, evidence) => {
    const raw = block.subnets ?? block.subnet_mapping;
    // of how many subnets a splat consists only the deployment knows
    const splat = evidence.model.resolve(raw).kind !== 'known';
    const places = splat ? undefined : evidence.model.list(raw);
    return requires(places && places.length > 1, "'subnets' names less than two");
  },
};
