import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

interface Plan {
  readonly token: string;
  readonly renew: number;
  readonly end: number;
}

const file = join(__dirname, '../../services/reverse-proxy/id-token.js');
// njs reads a module; here its last line becomes a value
const source = readFileSync(file, 'utf8').replace(/^export default (.*);$/m, '($1);');
const { plan } = runInNewContext(source, { Buffer }) as {
  plan: (token: string, start: number) => Plan;
};

const start = 1_800_000_000;
const encoded = (claims: unknown) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const token = (claims: unknown) => `${encoded({ alg: 'RS256' })}.${encoded(claims)}.c2lnbmF0dXJl`;
const lasting = (seconds: number) => plan(token({ exp: start + seconds }), start);

describe('the time that a token is kept', () => {
  it('is five minutes short of its own hour', () => {
    expect(lasting(3600)).toMatchObject({ renew: start + 3300, end: start + 3590 });
  });

  it.each([
    [3600, 3300, 3590],
    [1200, 900, 1190],
    // the metadata server may give a token that it made long ago
    [300, 225, 290],
    [60, 45, 54],
    [40, 30, 36],
    [4, 3, 3.6],
  ])('of %i s leaves room before the end', (seconds, renew, end) => {
    const { renew: at, end: last } = lasting(seconds);

    expect(at - start).toBeCloseTo(renew);
    expect(last - start).toBeCloseTo(end);
    expect(at).toBeLessThan(last);
  });
});

describe('a token that cannot be used', () => {
  it.each([
    ['has ended', token({ exp: start - 1 }), 'a token that has ended'],
    ['ends now', token({ exp: start }), 'a token that has ended'],
    ['does not say when it ends', token({ aud: 'a' }), 'a token that has ended'],
    ['holds no claims', 'a.!.c', 'no token'],
    ['holds no JSON', `a.${Buffer.from('secret').toString('base64url')}.c`, 'no token'],
  ])('is refused when it %s, without showing it', (_, text, sentence) => {
    const keep = () => plan(text, start);

    expect(keep).toThrow(`the metadata server gave ${sentence}`);
    expect(keep).not.toThrow(/secret/);
  });
});
