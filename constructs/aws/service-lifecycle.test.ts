import { synthOne } from './fargate-service.fixture';
import { Scaling } from './scaling';

interface Lifecycle {
  readonly ignore_changes?: readonly string[];
  readonly postcondition: readonly { readonly condition: string; readonly error_message: string }[];
}

function lifecycleOf(scaling: Scaling, imageManagedBy?: 'stack' | 'pipeline'): Lifecycle {
  return synthOne({ scaling, imageManagedBy }).one('aws_ecs_service').lifecycle as Lifecycle;
}

describe('what Terraform leaves to others', () => {
  it.each<[string, string, readonly string[], Scaling, 'stack' | 'pipeline' | undefined]>([
    ['a fixed number', 'the stack', [], Scaling.fixed(2), undefined],
    ['a scaled number', 'the stack', ['desired_count'], Scaling.cpu(), 'stack'],
    ['a fixed number', 'a pipeline', ['task_definition'], Scaling.fixed(2), 'pipeline'],
    [
      ...(['a scaled number', 'a pipeline', ['desired_count', 'task_definition']] as const),
      ...([Scaling.cpu(), 'pipeline'] as const),
    ],
  ])('with %s and images of %s is %j', (_, __, ignored, scaling, imageManagedBy) => {
    expect(lifecycleOf(scaling, imageManagedBy).ignore_changes ?? []).toEqual(ignored);
  });

  it('is never checked against the revision that a pipeline has replaced', () => {
    const [postcondition] = lifecycleOf(Scaling.cpu(), 'pipeline').postcondition;

    expect(postcondition?.condition).toBe(
      '${strcontains(self.task_definition, ":task-definition/prod-users-api:")}',
    );
    expect(postcondition?.error_message).toContain('revisions of the family prod-users-api');
  });
});
