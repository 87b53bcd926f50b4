import { hasExpression, piecesOf, referenceOf, referencesIn } from './expression';

describe('piecesOf', () => {
  it.each([
    ['plain', [{ text: 'plain' }]],
    ['', [{ text: '' }]],
    ['${a_b.c.id}', [{ expression: 'a_b.c.id' }]],
    ['x${a_b.c.id}-y', [{ text: 'x' }, { expression: 'a_b.c.id' }, { text: '-y' }]],
    ['${f({a = "}"})}!', [{ expression: 'f({a = "}"})' }, { text: '!' }]],
    ['$${not} %%{not}', [{ text: '${not} %{not}' }]],
    ['cost: 5$ and 7%', [{ text: 'cost: 5$ and 7%' }]],
    ['%{ if x }y', [{ expression: 'if x' }, { text: 'y' }]],
  ])('splits %j', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  it('takes an expression that is never closed to the end', () => {
    expect(piecesOf('a${b.c')).toEqual([{ text: 'a' }, { expression: 'b.c' }]);
  });

  it('does not count a quoted brace that is escaped', () => {
    expect(piecesOf('${f("\\"}")}')).toEqual([{ expression: 'f("\\"}")' }]);
  });
});

describe('hasExpression', () => {
  it('tells an escaped template from a real one', () => {
    expect(hasExpression('$${x}')).toBe(false);
    expect(hasExpression('${x}')).toBe(true);
  });
});

describe('referenceOf', () => {
  it.each([
    ['aws_vpc.main.id', { address: 'aws_vpc.main', attribute: 'id' }],
    ['aws_vpc.main', { address: 'aws_vpc.main', attribute: '' }],
    ['data.aws_region.here.name', { address: 'data.aws_region.here', attribute: 'name' }],
    ['ephemeral.aws_a.b.value', { address: 'ephemeral.aws_a.b', attribute: 'value' }],
    ['aws_subnet.a[0].id', { address: 'aws_subnet.a', attribute: 'id' }],
    ['aws_subnet.a["x"].id', { address: 'aws_subnet.a', attribute: 'x.id' }],
    ['aws_subnet.a[*].id', { address: 'aws_subnet.a', attribute: 'id' }],
    ['aws_subnet.a[count.index].id', { address: 'aws_subnet.a', attribute: 'id' }],
    ['aws_subnet.a[each.value.zone].id', { address: 'aws_subnet.a', attribute: 'id' }],
    ['var.list[0]', { address: 'var.list', attribute: '0' }],
    ['var.list[count.index]', { address: 'var.list', attribute: '*' }],
    ['aws_vpc.m.conf[0].cidr', { address: 'aws_vpc.m', attribute: 'conf.0.cidr' }],
    ['local.names', { address: 'local.names', attribute: '' }],
  ])('reads %s', (expression, reference) => {
    expect(referenceOf(expression)).toEqual(reference);
  });

  it.each(['f(aws_vpc.main.id)', 'aws_vpc.a.id == "x"', '"text"', 'data.aws_region', '1.5', ''])(
    'says nothing of %s',
    (expression) => {
      expect(referenceOf(expression)).toBeUndefined();
    },
  );
});

describe('referencesIn', () => {
  it('finds what functions, conditions and quoted templates read', () => {
    const addresses = referencesIn(
      'join(aws_a.b.id, data.aws_c.d.arn) == "x ${aws_e.f.id} aws_g.h" ? var.i : "aws_j.k"',
    ).map(({ address }) => address);

    expect(addresses).toEqual(
      expect.arrayContaining(['aws_a.b', 'data.aws_c.d', 'aws_e.f', 'var.i']),
    );
    expect(addresses).not.toContain('aws_j.k');
  });
});
