import { Model } from './model';

const model = new Model({
  variable: { size: { default: 3 }, secret: { type: 'string' } },
  locals: { port: 8080, copy: '${local.port}', loop: '${local.loop}' },
  resource: {
    aws_vpc: {
      main: { cidr_block: '10.0.0.0/16', conf: { mode: 'a' }, tags: { Name: 'net' }, arn: 'mine' },
    },
    aws_subnet: { a: { vpc_id: '${aws_vpc.main.id}', cidr_block: '${aws_vpc.main.cidr_block}' } },
    aws_ring: { one: { x: '${aws_ring.two.x}' }, two: { x: '${aws_ring.one.x}' } },
  },
  data: { aws_region: { here: { name: 'eu' } } },
});

describe('Model', () => {
  it('holds resources and data sources by address', () => {
    expect([...model.resources.keys()]).toEqual(
      expect.arrayContaining(['aws_vpc.main', 'data.aws_region.here']),
    );
    expect(model.all('aws_region')).toEqual([]);
    expect(model.all('aws_subnet', 'aws_vpc').map(({ address }) => address)).toEqual([
      'aws_subnet.a',
      'aws_vpc.main',
    ]);
  });

  it.each([
    ['plain', 'plain'],
    ['${aws_vpc.main.cidr_block}', '10.0.0.0/16'],
    ['${aws_subnet.a.cidr_block}', '10.0.0.0/16'],
    ['${aws_vpc.main.conf[0].mode}', 'a'],
    ['net ${aws_vpc.main.tags.Name}!', 'net net!'],
    ['${local.copy}', '8080'],
    ['${var.size}', '3'],
    ['$${kept}', '${kept}'],
  ])('resolves %j to %j', (raw, text) => {
    expect(model.text(raw)).toBe(text);
  });

  it.each([
    '${var.secret}',
    '${var.gone}',
    '${local.loop}',
    '${aws_ring.one.x}',
    '${aws_gone.a.id}',
    '${f(aws_vpc.main.cidr_block)}',
    'x${aws_vpc.main.id}',
    '${',
  ])('leaves %j unknown', (raw) => {
    expect(model.text(raw)).toBeUndefined();
  });

  it('says which defaults it took', () => {
    model.text('${var.size}');

    expect([...model.assumed]).toEqual(['size']);
  });

  it('names an object by its address, also where its ARN is written', () => {
    expect(model.identity('${aws_vpc.main.id}')).toBe('aws_vpc.main');
    expect(model.identity('${aws_vpc.main.arn}')).toBe('aws_vpc.main');
    expect(model.identity('vpc-123')).toBe('vpc-123');
    expect(model.identity('${f(x)}')).toBeUndefined();
    expect(model.identity(7)).toBeUndefined();
    expect(model.target('${aws_vpc.main.id}')?.type).toBe('aws_vpc');
    expect(model.target('vpc-123')).toBeUndefined();
  });

  it('reads one nested block as a list of one', () => {
    expect(model.blocks({ a: 1 })).toEqual([{ a: 1 }]);
    expect(model.blocks([{ a: 1 }, { a: 2 }])).toHaveLength(2);
    expect(model.blocks(undefined)).toEqual([]);
    expect(model.blocks('${dynamic}')).toBeUndefined();
    expect(model.blocks(['x'])).toBeUndefined();
  });

  it('reads numbers and booleans that are written as text', () => {
    expect(model.number('443')).toBe(443);
    expect(model.number('4x')).toBeUndefined();
    expect(model.flag('true', false)).toBe(true);
    expect(model.flag(undefined, true)).toBe(true);
    expect(model.flag('${var.secret}', true)).toBeUndefined();
    expect(model.flag('perhaps', true)).toBeUndefined();
  });

  it('decodes a document with expressions inside', () => {
    expect(model.json('[{"a":"${aws_vpc.main.id}"}]')).toEqual([{ a: '${aws_vpc.main.id}' }]);
    expect(model.json('${jsonencode([])}')).toBeUndefined();
    expect(model.json('{')).toBeUndefined();
  });

  it.each([
    [{ resource: null }],
    [{ resource: [] }],
    [{ resource: 'x' }],
    [{ resource: { aws_vpc: null } }],
    [{ resource: { aws_vpc: { a: null } } }],
    [{ resource: { aws_vpc: [{ a: [{ b: 1 }] }] } }],
    [{ data: 7, variable: [], locals: 'x' }],
  ])('survives %j', (document) => {
    expect(() => new Model(document).text('${var.x}${local.y}')).not.toThrow();
  });
});
