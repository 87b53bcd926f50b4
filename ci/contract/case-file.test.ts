import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import type { Case, CaseFile } from './case';
import { concreteCases, problemsOf, readCaseFiles } from './case-file';
import { commonName, mountsOf, planned, systemName } from './plan';

const files = readCaseFiles();
const site = { address: { secure: true, host: 'localhost', port: 443 }, trust: { insecure: true } };
const builtIn = [
  'unique',
  'uniqueNumber',
  'otherNumber',
  'origin',
  'host',
  'hostname',
  'prefix',
  'url',
];

describe('the case files', () => {
  it('are as the schema says', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['goapp', 'pythonapp', 'webapp', 'adminapp', 'users-api', 'users-form', 'static-site', 'uptime']), // prettier-ignore
    );
  });

  it('are about services that exist, and about the system as a whole', () => {
    const services = [...files.keys()].filter((name) => ![systemName, commonName].includes(name));
    const there = (name: string) => existsSync(join(repositoryRoot(), 'services', name));

    expect(services.filter((name) => !there(name))).toEqual([]);
    expect(mountsOf(files).filter(({ service }) => !files.has(service))).toEqual([]);
  });

  it('hold every service to the common rules but the frozen one', () => {
    const exempt = [...files.values()].filter(({ commonRules }) => commonRules !== true);

    expect(exempt.map(({ service }) => service)).toEqual([commonName, systemName, 'uptime']);
  });

  it.each([...files.values()])('$service has no two cases of one name', ({ groups }) => {
    const names = groups.flatMap(({ name, cases }) =>
      cases.flatMap(concreteCases).map((one) => `${name}: ${one.name}`),
    );

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each([...files.values()])('$service reads no variable that nothing sets', ({ groups }) => {
    const unknown = groups.flatMap(({ cases }) => cases.flatMap(unknownVariables));

    expect(unknown).toEqual([]);
  });

  it.each([...files.values()])(
    '$service sets nothing that no name of a row hides',
    ({ groups }) => {
      const rows = groups.flatMap(({ cases }) => cases.flatMap(({ each = [] }) => each));
      const hidden = rows.flatMap((row) =>
        Object.keys(row).filter((name) => builtIn.includes(name)),
      );

      expect(hidden).toEqual([]);
    },
  );

  it('describe facts, in the present', () => {
    const names = [...files.values()].flatMap(({ groups }) =>
      groups.flatMap(({ cases }) => cases.map(({ name }) => name)),
    );

    expect(names.filter((name) => /\b(should|will|must)\b|\.$/.test(name))).toEqual([]);
  });
});

/** What a case reads that is neither built in, nor in each of its rows, nor captured by a step before. */
function unknownVariables(written: Case): string[] {
  return concreteCases(written).flatMap(({ name, row, steps, cleanup }) => {
    const known = new Set([...builtIn, ...Object.keys(row)]);
    const used: string[] = [...JSON.stringify(row).matchAll(/\$\{(\w+)\}/g)].map(([, one]) => one!);
    const missing = used.filter((one) => !builtIn.includes(one));
    for (const { capture = {}, ...step } of [...steps, ...cleanup]) {
      for (const [, one] of JSON.stringify(step).matchAll(/\$\{(\w+)\}/g)) {
        if (!known.has(one!)) missing.push(one!);
      }
      for (const one of Object.keys(capture)) known.add(one);
    }
    return missing.map((one) => `${name}: ${one}`);
  });
}

describe('a case file', () => {
  const fine: CaseFile = {
    service: 'shop',
    summary: 'Sells things.',
    groups: [
      {
        name: 'GET /',
        cases: [{ name: 'is open', request: { path: '/' }, expect: { status: 200 } }],
      },
    ],
  };
  const withCase = (one: object): unknown => ({
    ...fine,
    groups: [{ name: 'GET /', cases: [{ name: 'is open', ...one }] }],
  });

  it('is taken when it is as the schema says', () => {
    expect(problemsOf(fine)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['has no groups', { service: 'shop', summary: 'Sells things.' }],
    ['has a member that is not known', { ...fine, mount: [] }],
    ['has a request without an expectation', withCase({ request: {} })],
    ['expects nothing', withCase({ request: {}, expect: {} })],
    ['has neither a request nor steps', withCase({})],
    ['has a request and steps', withCase({ request: {}, expect: { status: 200 }, steps: [{ request: {} }] })], // prettier-ignore
    ['misspells an expectation', withCase({ request: {}, expect: { stauts: 200 } })],
    ['has a status that is none', withCase({ request: {}, expect: { status: 2000 } })],
    ['has a method in small letters', withCase({ request: { method: 'get' }, expect: { status: 200 } })], // prettier-ignore
    ['has a pattern that is none', withCase({ request: {}, expect: { text: { pattern: '(' } } })],
    ['has a step of two kinds', withCase({ steps: [{ request: {}, tls: { version: 'TLSv1', accepted: false } }] })], // prettier-ignore
    ['does two things with a socket at once', withCase({ steps: [{ socket: { name: 'one', close: true, emit: { event: 'x' } } }] })], // prettier-ignore
    ['has a mode that is none', withCase({ only: 'sometimes', request: {}, expect: { status: 200 } })], // prettier-ignore
    ['repeats without saying how often', withCase({ request: { text: { $repeat: ['a'] } }, expect: { status: 200 } })], // prettier-ignore
  ])('is refused when it %s', (_, value) => {
    expect(problemsOf(value)).not.toEqual([]);
  });

  it('is refused with its name and the place', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-cases-'));
    const write = (value: unknown) =>
      writeFileSync(join(folder, 'shop.json'), JSON.stringify(value));

    try {
      write(withCase({ request: {}, expect: { stauts: 200 } }));
      expect(() => readCaseFiles(folder)).toThrow(/^shop\.json:\n\/groups\/0\/cases\/0\/expect /);
      write({ ...fine, service: 'other' });
      expect(() => readCaseFiles(folder)).toThrow("'service' is 'other', not 'shop'");
      write(fine);
      expect([...readCaseFiles(folder).keys()]).toEqual(['shop']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the plan', () => {
  const places = (groups: ReturnType<typeof planned>) => [
    ...new Set(groups.map(({ service, target }) => `${service} ${target.prefix} ${target.mode}`)),
  ];

  it('puts a service under its own prefix, unless told another', () => {
    const own = planned(files, { service: 'adminapp', only: [] }, site);
    const other = planned(files, { service: 'adminapp', prefix: '', only: [] }, site);

    expect(places(own)).toEqual(['adminapp /admin direct']);
    expect(places(other)).toEqual(['adminapp  direct']);
  });

  it('puts each service of the system where the public finds it, with the login where one is asked', () => {
    const groups = planned(files, { only: [] }, site, 'admin:secret');
    const withLogin = groups.filter(({ target }) => target.login !== undefined);

    expect(places(groups)).toEqual([
      'webapp  proxied',
      'adminapp /admin proxied',
      'users-form /form proxied',
      'site-a /site-a proxied',
      'site-b /site-b proxied',
      'uptime /uptime proxied',
      'system  proxied',
    ]);
    expect(new Set(withLogin.map(({ service }) => service))).toEqual(new Set(['adminapp']));
  });

  it('leaves out what does not hold there', () => {
    const direct = planned(files, { service: 'uptime', only: [] }, site).map(({ name }) => name);
    const proxied = planned(files, { only: ['uptime'] }, site).map(({ name }) => name);

    expect(direct).toEqual(['answers', 'shares at its own address', 'connections']);
    expect(proxied).toEqual(['answers', 'shares through the proxy']);
  });

  it('holds each answer of the system to what always holds', () => {
    const [direct] = planned(files, { service: 'uptime', only: [] }, site);
    const [proxied] = planned(files, { only: ['uptime'] }, site);

    expect(direct!.always).toEqual([]);
    expect(JSON.stringify(proxied!.always)).toContain('strict-transport-security');
  });

  it('keeps the cases that a text is found in', () => {
    const groups = planned(files, { service: 'goapp', only: [], grep: 'DELETE /users/:id' }, site);

    expect(groups.map(({ name, cases }) => [name, cases.length])).toEqual([
      ['DELETE /users/:id', 1],
    ]);
  });
});
