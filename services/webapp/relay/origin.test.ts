import { isAllowedOrigin } from './origin';

const ALLOWED = ['https://partner.example', 'http://localhost:5000'];

// what the one proxy in front of the service sets
const PROXIED = {
  host: 'chat.example',
  'x-forwarded-host': 'chat.example',
  'x-forwarded-proto': 'https',
};

describe('behind the proxy', () => {
  it.each([
    ['https://chat.example', true],
    ['https://partner.example', true],
    ['http://localhost:5000', true],
    // another scheme
    ['http://chat.example', false],
    ['http://partner.example', false],
    ['wss://chat.example', false],
    // another port
    ['https://chat.example:8443', false],
    ['https://chat.example:80', false],
    ['http://localhost:5001', false],
    ['http://localhost', false],
    // another host
    ['https://evil.example', false],
    ['https://chat.example.evil.example', false],
    ['https://evilchat.example', false],
    ['https://chat.exampl', false],
    ['https://sub.chat.example', false],
    ['https://example', false],
    ['https://partner.example.evil.example', false],
    ['https://chat.example@evil.example', false],
    ['https://evil.example#chat.example', false],
    ['https://evil.example/https://chat.example', false],
    ['https://chat.example, https://evil.example', false],
    ['https://chat.example.', false],
    ['https://chat%2eexample', false],
    ['https://chаt.example', false],
    // what no browser writes
    ['https://chat.example/', false],
    ['HTTPS://CHAT.EXAMPLE', false],
    ['chat.example', false],
    ['//chat.example', false],
    ['*', false],
    ['null', false],
    ['undefined', false],
    ['', false],
  ])('%p is %p', (origin, expected) => {
    expect(isAllowedOrigin({ ...PROXIED, origin }, ALLOWED)).toBe(expected);
  });

  it.each([
    ['a port that is not the usual one', 'localhost:8443', 'https://localhost:8443'],
    ['the usual port', 'chat.example:443', 'https://chat.example'],
    ['an IPv6 address', '[::1]:8443', 'https://[::1]:8443'],
    ['an IPv4 address', '127.0.0.1', 'https://127.0.0.1'],
    ['capital letters', 'Chat.Example', 'https://chat.example'],
  ])('takes its own host with %s', (_, host, origin) => {
    expect(isAllowedOrigin({ ...PROXIED, 'x-forwarded-host': host, origin }, [])).toBe(true);
  });

  it('takes the host that the browser has asked, not the one that the proxy asks', () => {
    const headers = { ...PROXIED, host: 'webapp:3000' };

    expect(isAllowedOrigin({ ...headers, origin: 'https://chat.example' }, [])).toBe(true);
    expect(isAllowedOrigin({ ...headers, origin: 'https://webapp:3000' }, [])).toBe(false);
  });

  it.each([
    ['a list of hosts', { 'x-forwarded-host': 'chat.example, evil.example' }],
    ['a list of schemes', { 'x-forwarded-proto': 'https,http' }],
    ['a host with a path', { 'x-forwarded-host': 'chat.example/x' }],
    ['a host with a user', { 'x-forwarded-host': 'a@chat.example' }],
    ['an empty host', { 'x-forwarded-host': '' }],
    ['a port that is none', { 'x-forwarded-host': 'chat.example:99999' }],
    ['another scheme', { 'x-forwarded-proto': 'javascript' }],
  ])('fails when the headers hold %s', (_, headers) => {
    const origin = 'https://chat.example';

    expect(isAllowedOrigin({ ...PROXIED, ...headers, origin }, [])).toBe(false);
  });
});

describe('without a proxy', () => {
  it.each([
    ['http://localhost:3000', true],
    ['https://localhost:3000', false],
    ['http://localhost', false],
    ['http://127.0.0.1:3000', false],
    ['null', false],
  ])('%p is %p', (origin, expected) => {
    expect(isAllowedOrigin({ host: 'localhost:3000', origin }, [])).toBe(expected);
  });

  it('fails when there is no host either', () => {
    expect(isAllowedOrigin({ origin: 'http://undefined' }, [])).toBe(false);
  });
});

describe('a missing origin', () => {
  it('is fine for a program, which could send any', () => {
    expect(isAllowedOrigin(PROXIED, [])).toBe(true);
  });

  it.each(['sec-fetch-site', 'sec-fetch-mode'])('fails when %s says it is a browser', (name) => {
    expect(isAllowedOrigin({ ...PROXIED, [name]: 'x' }, [])).toBe(false);
  });
});
