import { driftOf } from './drift';

const stack = {
  resource: {
    aws_ecs_service: {
      api: { lifecycle: { ignore_changes: ['desired_count'] } },
      web: { lifecycle: { ignore_changes: 'all' } },
    },
  },
};

const change = (address: string, before: object, after: object | null) => ({
  address,
  type: 'aws_ecs_service',
  change: {
    actions: [after ? 'update' : 'delete'],
    before: before as Record<string, unknown>,
    after: after as Record<string, unknown> | null,
  },
});

describe('drift', () => {
  it.each([
    ['the number of tasks, which belongs to the scaling', 'api', { desired_count: 4 }, 0],
    ['another argument of the same service', 'api', { desired_count: 4, tags: {} }, 1],
    ['what is ignored as a whole', 'web', { tags: {} }, 0],
    ['a service that ignores nothing', 'other', { desired_count: 4 }, 1],
    ['a service that is gone, whatever it ignores', 'api', null, 1],
    ['a service that is gone, though all of it is ignored', 'web', null, 1],
  ])('of %s', (_what, name, after, count) => {
    const changes = [change(`aws_ecs_service.${name}`, { desired_count: 2 }, after)];

    expect(driftOf(stack, changes)).toHaveLength(count);
  });

  it('is none where Terraform names nothing', () => {
    expect(driftOf(stack)).toEqual([]);
  });
});
