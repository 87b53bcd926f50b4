import { portOf } from './ports';

const variable = 'SLIPWAY_TEST_PORT';
const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

describe('a port', () => {
  it.each([undefined, ''])('is the default where its variable is %j', (given) => {
    if (given !== undefined) process.env[variable] = given;

    expect(portOf(variable, 8443)).toBe(8443);
  });

  it('is what its variable says', () => {
    process.env[variable] = '9443';

    expect(portOf(variable, 8443)).toBe(9443);
  });

  it.each(['0', '65536', 'http', ' '])('fails when its variable is %j', (given) => {
    process.env[variable] = given;

    expect(() => portOf(variable, 8443)).toThrow(`${variable} must be a port from 1 to 65535`);
  });
});
