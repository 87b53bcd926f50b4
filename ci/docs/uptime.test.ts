import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { resolveWorkload } from '../../constructs/core/workload';
import { system } from '../../services/system';
import { costTables } from '../cost/tables';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const text = read('docs/uptime.md').replaceAll('\n', ' ');
const uptime = resolveWorkload(system.workloads.uptime);

describe('the document about uptime', () => {
  it('has about 500 words', () => {
    const words = text.split(/\s+/).filter((word) => /\w/.test(word)).length;

    expect(words).toBeGreaterThanOrEqual(450);
    expect(words).toBeLessThanOrEqual(550);
  });

  it('answers the four questions', () => {
    const headings = [...read('docs/uptime.md').matchAll(/^## (.+)$/gm)].map(
      ([, heading]) => heading,
    );

    expect(headings).toEqual([
      'Securing it',
      'Updating it',
      'Dealing with HTTP 500',
      'Automating the rest',
    ]);
  });

  it('gives the costs that the stacks have', () => {
    const monthly = costTables['ecs-prod']!().at(-1)!.at(-1);
    const [, from, to] = /\| Together .*\| ([\d.]+) to ([\d.]+) /.exec(read('docs/sandbox.md'))!;

    expect(text).toContain(`for ${Math.floor(Number(from))} to ${Math.round(Number(to))} dollars`);
    expect(text).toContain(`instead of ${Math.round(Number(monthly))}.`);
  });

  it('gives the numbers that the app is declared with', () => {
    expect(text).toContain(`on port ${uptime.port}`);
    expect(uptime.health.failuresToUnhealthy).toBe(5);
    expect(text).toContain('five failures in a row');
    expect(uptime.keepAliveSeconds).toBe(15);
    expect(text).toContain('the app closes them after fifteen');
    expect(read('services/reverse-proxy/local.conf')).toMatch(
      /upstream uptime \{[^}]*keepalive_timeout 10s;/,
    );
    expect(text).toContain('idle connections after ten seconds');
  });

  it('computes how soon three failures come together by chance', () => {
    const failing = 1 / 10;
    const probes = (1 - failing ** 3) / (failing ** 3 * (1 - failing));

    expect(text).toContain(`every ${Math.round(probes).toLocaleString('en')} probes`);
  });
});
