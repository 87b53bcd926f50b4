import { every, requires, type ReviewRule } from '../rule';

/** A deployment that fails is rolled back. */
export const ecsCircuitBreaker: ReviewRule = {
  id: 'ecs-circuit-breaker',
  title: 'a deployment that fails is rolled back',
  rationale: 'Without it, ECS starts broken tasks for ever, and the deployment never ends.',
  remedy: "write 'deployment_circuit_breaker' with 'enable' and 'rollback'",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
  types: ['aws_ecs_service'],
  check: ({ block }, evidence) => {
    const breaker = evidence.first(block.deployment_circuit_breaker);
    const kept =
      breaker && every([evidence.isTrue(breaker.enable), evidence.isTrue(breaker.rollback)]);
    return requires(kept, "'deployment_circuit_breaker' does not roll back");
  },
};
