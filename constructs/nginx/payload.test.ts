import { gunzipSync } from 'node:zlib';
import { encodeConfig, payloadProblems } from './payload';

describe('encodeConfig', () => {
  it('can be read back', () => {
    const text = 'events {}\n# é\n'.repeat(100);

    expect(gunzipSync(Buffer.from(encodeConfig(text), 'base64')).toString()).toBe(text);
  });

  it('names neither time nor system', () => {
    const header = Buffer.from(encodeConfig('events {}'), 'base64').subarray(0, 10);

    expect(header.toString('hex')).toBe('1f8b08000000000002ff');
  });
});

describe('payloadProblems', () => {
  it('accepts what just fits', () => {
    expect(payloadProblems('12345678', 8, 'Cloud Run')).toEqual([]);
  });

  it('fails when it is a byte too long', () => {
    expect(payloadProblems('123456789', 8, 'Cloud Run')).toEqual([
      "'routes' make a configuration of 9 bytes in NGINX_CONF, and Cloud Run takes at most 8; use fewer routes or hosts, or a second proxy",
    ]);
  });
});
