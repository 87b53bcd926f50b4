import { contract } from '../contract/command';
import { RunningSystem } from './running-system';

let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.start();
}, 600_000);

afterAll(() => system.stop(), 60_000);

it('keeps every promise of docs/contracts.md that the public can see', async () => {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const code = await contract(
    [
      `https://localhost:${system.httpsPort}`,
      ...['--http-url', `http://localhost:${system.httpPort}`],
      ...['--login', await system.login()],
    ],
    {},
    { say, complain: say },
  );

  expect({ code, failed: lines.filter((line) => !line.startsWith('ok ')) }).toEqual({
    code: 0,
    failed: [expect.stringMatching(/^\d{3,} passed, 0 failed, \d+ skipped$/)],
  });
}, 300_000);
