import { Model } from './model';

function ingressOf(block: Record<string, unknown>, rest: Record<string, unknown> = {}): unknown {
  const model = new Model({ ...rest, resource: { aws_security_group: { g: block } } });
  return model.blocks(model.resources.get('aws_security_group.g')?.block.ingress);
}

const content = { from_port: '${ingress.value}', to_port: '${ingress.value}', protocol: 'tcp' };
const port = (number: number) => ({ from_port: number, to_port: number, protocol: 'tcp' });

describe('a dynamic block', () => {
  it('stands for one block for each element, beside those that are written', () => {
    const block = { ingress: port(22), dynamic: { ingress: { for_each: [80, 443], content } } };

    expect(ingressOf(block)).toEqual([port(22), port(80), port(443)]);
  });

  it('is read in a list, with an iterator of another name, from a variable with a default', () => {
    const dynamic = [
      {
        ingress: [
          {
            for_each: '${var.ports}',
            iterator: 'it',
            content: [{ from_port: '${it.value.number}', description: '${it.key} of ${it.key}' }],
          },
        ],
      },
    ];

    const made = ingressOf(
      { dynamic },
      { variable: { ports: { default: { ssh: { number: 22 } } } } },
    );

    expect(made).toEqual([{ from_port: 22, description: '${it.key} of ${it.key}' }]);
  });

  it('stands for no block where there is nothing to repeat it for', () => {
    expect(ingressOf({ dynamic: { ingress: { for_each: [], content } } })).toEqual([]);
  });

  it.each(['${var.ports}', '${toset(["a"])}', '${aws_vpc.v.list}', undefined])(
    'cannot be told where it is repeated for %s',
    (forEach) => {
      const block = {
        ingress: [port(22)],
        dynamic: { ingress: { for_each: forEach, content } },
      };

      expect(ingressOf(block)).toBeUndefined();
    },
  );

  it('is read inside another block', () => {
    const model = new Model({
      resource: {
        aws_lb_listener: {
          l: {
            default_action: {
              type: 'forward',
              dynamic: {
                forward: {
                  for_each: [1],
                  content: {
                    dynamic: {
                      target_group: { for_each: ['a'], content: { arn: '${target_group.value}' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    });

    const [action] =
      model.blocks(model.resources.get('aws_lb_listener.l')?.block.default_action) ?? [];
    const [forward] = model.blocks(action?.forward) ?? [];

    expect(model.blocks(forward?.target_group)).toEqual([{ arn: 'a' }]);
  });

  it('leaves an argument of that name alone', () => {
    const tags = { dynamic: 'yes', other: { dynamic: { a: { content: undefined } } } };
    const model = new Model({ resource: { aws_vpc: { v: { tags } } } });

    expect(model.resources.get('aws_vpc.v')?.block.tags).toBe(tags);
  });
});
