import { readArguments, UsageError } from './arguments';

const known = {
  services: ['goapp', 'uptime'],
  mounts: [
    { name: 'uptime', login: false },
    { name: 'adminapp', login: true },
  ],
};

function read(line: string, environment: Readonly<Record<string, string>> = {}) {
  return readArguments(line.split(' ').filter(Boolean), known, environment);
}

function problemsOf(line: string, environment: Readonly<Record<string, string>> = {}): string[] {
  try {
    read(line, environment);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [...error.problems];
    throw error;
  }
}

describe('the arguments', () => {
  it('name the system, with a login from the environment', () => {
    const given = read('https://localhost:8443', { ADMIN_LOGIN: 'admin:secret' });

    expect(given).toMatchObject({
      address: { secure: true, host: 'localhost', port: 8443 },
      login: 'admin:secret',
      only: [],
    });
    expect(given.service).toBeUndefined();
  });

  it('name one service, with a prefix', () => {
    const { address, service, prefix } = read('http://[::1] --service goapp --prefix /form');

    expect({ address, service, prefix }).toEqual({
      address: { secure: false, host: '::1', port: 80 },
      service: 'goapp',
      prefix: '/form',
    });
  });

  it('take any certificate on this machine alone, unless told', () => {
    const insecure = (line: string) => read(`${line} --service goapp`).trust.insecure;

    expect(insecure('https://localhost:8443')).toBe(true);
    expect(insecure('https://127.0.0.1')).toBe(true);
    expect(insecure('https://app.example.org')).toBe(false);
    expect(insecure('https://localhost.example.org')).toBe(false);
    expect(insecure('https://app.example.org --insecure')).toBe(true);
    expect(insecure('https://localhost --ca package.json')).toBe(false);
  });

  it('prefer the login that is given', () => {
    const line = 'https://a.example --login admin:other';

    expect(read(line, { ADMIN_LOGIN: 'admin:secret' }).login).toBe('admin:other');
  });

  it('need no address to list', () => {
    expect(read('--list').list).toBe(true);
    expect(read('--help').help).toBe(true);
  });

  it.each<[string, RegExp]>([
    ['', /base URL is missing/],
    ['localhost:8443 --service goapp', /must be like https:.*got 'localhost:8443'/],
    ['ftp://localhost --service goapp', /must be like/],
    [
      'http://a.example/form --service goapp',
      /must end after the port, got '\/form'; use --prefix/,
    ],
    ['http://admin:secret@a.example --service goapp', /must not hold a login/],
    ['http://a.example http://b.example --service goapp', /got also 'http:\/\/b.example'/],
    ['http://a.example --service nobody', /must be one of goapp, uptime, got 'nobody'/],
    ['http://a.example --only uptime --grep', /--grep needs a value/],
    ['http://a.example --only uptime --service', /--service needs a value/],
    ['http://a.example --only nobody', /must be one of uptime, adminapp, system, got 'nobody'/],
    ['http://a.example --only uptime --service goapp', /not of one --service/],
    ['http://a.example --only uptime --prefix /x', /--prefix needs --service/],
    ['http://a.example --service goapp --prefix form', /must be like \/form, got 'form'/],
    ['http://a.example --service goapp --http-url here', /--http-url must be like/],
    ['http://a.example --service goapp --ca /nowhere.pem', /no file '\/nowhere.pem'/],
    ['http://a.example --service goapp --ca package.json --insecure', /exclude each other/],
    ['http://a.example --service goapp --slow=yes', /--slow takes no value, got 'yes'/],
    ['http://a.example --service goapp --verbose', /--verbose is not known/],
    ['http://a.example --login admin', /must be user:password/],
    ['http://a.example --only adminapp', /ADMIN_LOGIN.*docker compose exec reverse-proxy cat/],
  ])('are refused: %s', (line, message) => {
    const problems = problemsOf(line);

    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it('are refused with every problem at once, and without the login', () => {
    const problems = problemsOf('ftp://x --service nobody --prefix x --verbose', {
      ADMIN_LOGIN: 'topsecret',
    });

    expect(problems).toHaveLength(5);
    expect(problems.join()).not.toContain('topsecret');
  });
});
