import { reviewStack } from './review';

describe('reviewStack', () => {
  it('finds nothing in an empty document', () => {
    const graph = reviewStack({});

    expect(graph).toMatchObject({ workloads: [], edges: [], exits: [], broken: [], unknowns: [] });
  });

  it('names what a document points to and does not hold', () => {
    const { unknowns } = reviewStack({
      resource: { aws_a: { b: { x: '${aws_gone.c.id}', depends_on: ['data.aws_lost.d'] } } },
    });

    expect(unknowns.map(({ reason }) => reason)).toEqual([
      'refers to aws_gone.c, which the stack does not hold; a plan would fail',
      'refers to data.aws_lost.d, which the stack does not hold; a plan would fail',
    ]);
  });

  it('leaves the words of Terraform and of loops alone', () => {
    const { unknowns } = reviewStack({
      resource: {
        aws_a: {
          b: { x: '${var.a}${local.b}${each.key}${path.module}${[for i in local.c : i.id]}' },
          c: { x: '${load_balancer.value.arn}${[for my_one in local.c : my_one.id]}' },
        },
      },
    });

    expect(unknowns).toEqual([]);
  });

  it('says that modules and defaults were not seen or taken', () => {
    const { unknowns } = reviewStack({
      variable: { name: { default: 'web' } },
      module: { network: {} },
      resource: { aws_ecs_service: { s: { name: '${var.name}' } } },
    });

    expect(unknowns.map(({ address }) => address)).toEqual(
      ['module.network', 'var.name', 'aws_ecs_service.s'].sort(),
    );
  });

  it('finds resources that wait for each other', () => {
    const { broken } = reviewStack({
      resource: {
        aws_a: {
          one: { x: '${aws_a.two.id}' },
          two: { depends_on: ['aws_a.three'] },
          three: { x: '${f(aws_a.one.id)}' },
        },
      },
    });

    expect(broken).toEqual([
      expect.objectContaining({
        reason: expect.stringContaining(
          'aws_a.one -> aws_a.two -> aws_a.three -> aws_a.one',
        ) as string,
      }),
    ]);
  });

  it('takes a chain of ten thousand resources', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [`r${at}`, { x: `\${aws_a.r${at + 1}.id}` }]),
    );

    expect(reviewStack({ resource: { aws_a: chain } }).unknowns).toHaveLength(1);
  });

  it.each([
    [
      {
        resource: {
          aws_ecs_service: { s: { name: 7, network_configuration: 'x', load_balancer: [null] } },
        },
      },
    ],
    [
      {
        resource: {
          aws_ecs_service: { s: null },
          aws_security_group: { g: { ingress: [7, 'x', null] } },
        },
      },
    ],
    [
      {
        resource: {
          aws_lb: { l: { subnets: {}, security_groups: 3 } },
          aws_lb_listener: { l: { default_action: 'x' } },
        },
      },
    ],
    [
      {
        resource: {
          aws_ecs_task_definition: { t: { container_definitions: '[1,null,{"environment":"x"}]' } },
          aws_ecs_service: { s: { task_definition: '${aws_ecs_task_definition.t.arn}' } },
        },
      },
    ],
    [
      {
        resource: {
          aws_route: { r: { route_table_id: {}, destination_cidr_block: [] } },
          aws_vpc_endpoint: { e: { service_name: 9 } },
        },
      },
    ],
    [{ resource: { __proto__x: { constructor: { toString: '${a_b.constructor.id}' } } } }],
  ])('survives %j', (document) => {
    expect(() => reviewStack(document)).not.toThrow();
  });
});
