import { block, type Block, lines, type Resources, reviewed } from './aws.fixture';

const waysIn = (change: (resources: Resources) => unknown): string[] =>
  lines(reviewed(change)).filter((line) => line.startsWith('internet'));
const targetGroup = (r: Resources): Block =>
  (block(r, 'aws_ecs_service', 'web').load_balancer as Block[])[0]!;
const known = 'internet -> web 8080 through front:443';

describe('a way in that another stack holds a part of', () => {
  it.each<[string, (r: Resources) => unknown, readonly string[]]>([
    [
      'a rule of a listener elsewhere',
      (r) => {
        block(r, 'aws_lb_listener', 'https').default_action = { type: 'fixed-response' };
        r.aws_lb_listener_rule = {
          r: {
            listener_arn: '${data.aws_lb_listener.shared.arn}',
            action: { type: 'forward', target_group_arn: '${aws_lb_target_group.t.arn}' },
          },
        };
      },
      ['internet -> web 8080 ?'],
    ],
    [
      'a listener of a balancer elsewhere',
      (r) => (block(r, 'aws_lb_listener', 'https').load_balancer_arn = 'arn:lb'),
      ['internet -> web 8080 ?'],
    ],
    [
      'a target group elsewhere',
      (r) => (targetGroup(r).target_group_arn = 'arn:tg'),
      ['internet -> web 8080 ?'],
    ],
    [
      'a target group that waits for a variable',
      (r) => (targetGroup(r).target_group_arn = '${var.group}'),
      ['internet -> web 8080 ?'],
    ],
    [
      'target groups that an expression makes',
      (r) => (block(r, 'aws_ecs_service', 'web').load_balancer = '${var.all}'),
      ['internet -> web all ?'],
    ],
    ['nothing elsewhere', () => undefined, [known]],
    [
      'a target group that nobody forwards to',
      (r) => (block(r, 'aws_lb_listener', 'https').default_action = { type: 'redirect' }),
      [],
    ],
  ])('is not known through %s', (_, change, expected) => {
    expect(waysIn(change)).toEqual(expected);
  });
});

describe('tasks with the network of their instance', () => {
  it('may be reached by anybody, since the instance is not read', () => {
    const found = waysIn((r) => {
      const service = block(r, 'aws_ecs_service', 'api');
      delete service.network_configuration;
      service.launch_type = 'EC2';
    });

    expect(found).toEqual(['internet -> api all ?', known]);
  });
});
