import { system } from '../../services/system';
import { RunningSystem } from '../e2e/running-system';
import { readCaseFiles } from './case-file';
import { contract } from './command';
import { mountsOf, systemName } from './plan';

// what the proxy leads to as it is declared now: a service that is declared is held to its contract from then on
const routed = new Set<string>(system.routes.map(({ path }) => path));
const mounted = mountsOf(readCaseFiles())
  .filter(({ prefix }) => routed.has(prefix === '' ? '/' : prefix))
  .map(({ name }) => name);

let running: RunningSystem;
let login: string;

beforeAll(async () => {
  running = await RunningSystem.start();
  login = await running.login();
}, 600_000);

afterAll(() => running.stop(), 60_000);

describe('the system through its proxy', () => {
  it.each([...mounted, systemName])('keeps the contract of %s', async (name) => {
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const base = `https://localhost:${running.httpsPort}`;
    // with all mounts there are, so that nothing is left out that looks at several
    const parts = name === systemName ? [...mounted, name] : [name];
    const only = parts.flatMap((one) => ['--only', one]);
    const http = ['--http-url', `http://localhost:${running.httpPort}`];

    const code = await contract(
      [base, ...http, ...only],
      { ADMIN_LOGIN: login },
      { say, complain: say },
    );
    const failures = lines.filter((line) => !/^(ok|skip) /.test(line));

    expect(code === 0 ? [] : failures).toEqual([]);
  });

  it('leads to every service that the public finds', () => {
    const routes = [...routed].map((path) => (path === '/' ? '' : path));
    const known = mountsOf(readCaseFiles()).map(({ prefix }) => prefix);

    expect(routes.filter((route) => !known.includes(route))).toEqual([]);
  });
});
