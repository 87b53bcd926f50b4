import { Token } from 'cdktf';
import { known } from './known';

describe('known', () => {
  it('leaves a token and a missing value alone', () => {
    expect(known(Token.asNumber('${var.port}'))).toBe(false);
    expect(known(undefined)).toBe(false);
    expect(known(0)).toBe(true);
  });
});
