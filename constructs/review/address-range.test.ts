import { internetShare, overlap, parseRange } from './address-range';

const ranges = (...texts: string[]) => texts.map((text) => parseRange(text)!);

describe('parseRange', () => {
  it.each([
    ['10.0.0.0/8', 4, 0x0a000000n, 0x0affffffn],
    ['10.1.2.3', 4, 0x0a010203n, 0x0a010203n],
    ['10.0.0.7/30', 4, 0x0a000004n, 0x0a000007n],
    ['0.0.0.0/0', 4, 0n, 0xffffffffn],
    ['::/0', 6, 0n, (1n << 128n) - 1n],
    ['2001:db8::/127', 6, 0x20010db8n << 96n, (0x20010db8n << 96n) + 1n],
    ['::ffff:1.2.3.4', 6, 0xffff01020304n, 0xffff01020304n],
  ])('reads %s', (text, family, first, last) => {
    expect(parseRange(text)).toEqual({ family, first, last });
  });

  it.each(['', '10.0.0.0/33', '10.0.0/8', '::/129', 'a.b.c.d', '10.0.0.0/8/8', '10.0.0.0/x', '/8'])(
    'reads nothing in %j',
    (text) => {
      expect(parseRange(text)).toBeUndefined();
    },
  );
});

describe('overlap', () => {
  it('compares addresses of one family', () => {
    const [ten, part, other, six] = ranges('10.0.0.0/8', '10.2.0.0/16', '11.0.0.0/8', '::/0');

    expect(overlap(ten!, part!)).toBe(true);
    expect(overlap(ten!, other!)).toBe(false);
    expect(overlap(ten!, six!)).toBe(false);
  });
});

describe('internetShare', () => {
  it.each([
    [['0.0.0.0/0'], 'all'],
    [['::/0'], 'all'],
    [['2000::/3'], 'all'],
    // a rule that is split into halves opens no less
    [['0.0.0.0/1', '128.0.0.0/1'], 'all'],
    [['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/1'], 'all'],
    // private addresses that are left out change nothing for the internet
    [
      [
        '0.0.0.0/5',
        '8.0.0.0/7',
        '11.0.0.0/8',
        '12.0.0.0/6',
        '16.0.0.0/4',
        '32.0.0.0/3',
        '64.0.0.0/2',
        '128.0.0.0/1',
      ],
      'all',
    ],
    [['0.0.0.0/1'], 'some'],
    [['203.0.113.0/24'], 'some'],
    [['2001:db8::/32'], 'some'],
    [['10.0.0.0/8', '192.168.0.0/16', 'fd00::/8'], 'none'],
    [[], 'none'],
  ])('of %j is %s', (texts, share) => {
    expect(internetShare(ranges(...texts))).toBe(share);
  });
});
