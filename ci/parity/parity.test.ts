import { compareFacts, unexplainedOf } from './comparison';
import { declaredOnPlatforms } from './declared';
import { parityDocuments } from './documents';
import { explanations, limits, remarks } from './explained';
import { platforms } from './facts';
import { renderedFacts } from './rendered';
import { printParity } from './report';

const declared = declaredOnPlatforms();
const rendered = renderedFacts(parityDocuments());
const rows = compareFacts(declared, rendered);
const cells = rows.flatMap((row) => platforms.map((platform) => row.cells[platform]));

describe('compose, local, ecs-prod and gcp-run', () => {
  it('run what services/system.ts declares, with no difference that nothing explains', () => {
    expect(unexplainedOf(rows)).toEqual([]);
  });

  it.each(platforms)('say something about every fact: %s', (platform) => {
    expect(Object.keys(rendered[platform].services).sort()).toEqual(
      Object.keys(declared[platform].services).sort(),
    );
    expect(Object.keys(rendered[platform].routes).sort()).toEqual(
      Object.keys(declared[platform].routes).sort(),
    );
  });
});

describe('the tables of what may differ', () => {
  it('hold nothing that is not needed', () => {
    const used = new Set(cells.flatMap((cell) => cell.map(({ reason }) => reason)));

    for (const { reason } of [...explanations, ...limits, ...remarks]) {
      expect(used).toContain(reason);
    }
  });

  it('explain nothing of the routes and the users, and of the calls one', () => {
    const facts = new Set(explanations.map(({ fact }) => fact));

    expect([...facts].sort()).toEqual([
      'calls',
      'containers',
      'memory',
      'read-only paths',
      'secrets',
      'variables',
    ]);
    // of the calls one alone: that of a mounted file system
    expect(explanations.filter(({ fact }) => fact === 'calls')).toHaveLength(1);
  });
});

describe('the comparison', () => {
  const { port, ...rest } = rendered['gcp-run'].services.goapp!;
  const withGoapp = (goapp: typeof rest & { readonly port: typeof port }) => ({
    ...rendered,
    'gcp-run': {
      ...rendered['gcp-run'],
      services: { ...rendered['gcp-run'].services, goapp },
    },
  });

  it('wants every fact that the platform can express', () => {
    const wrong = compareFacts(declared, withGoapp({ ...rest, port: undefined }));

    expect(unexplainedOf(wrong)).toEqual([
      "gcp-run: goapp, port is declared as '8080', found 'not found'",
    ]);
  });

  it('refuses a fact that the platform is said not to express', () => {
    const wrong = compareFacts(declared, withGoapp({ ...rest, port, 'stop time': '30 s' }));

    expect(unexplainedOf(wrong)).toEqual([
      "gcp-run: goapp, stop time is declared as '30 s', found '30 s, which is said not to be expressed'",
    ]);
  });
});

describe('the printed table', () => {
  const text = printParity(rows);

  it('ends with the verdict', () => {
    expect(text).toMatch(/\nparity: \d+ facts on 4 platforms, every difference is explained$/);
  });

  it('has a footnote for each number and a number for each footnote', () => {
    const [table, notes] = text.split('\n\n');
    const numbers = new Set([...table!.matchAll(/\[(\d+)\]/g)].map(([, number]) => number));
    const noted = new Set([...notes!.matchAll(/^ {2}\[(\d+)\]/gm)].map(([, number]) => number));

    expect(noted).toEqual(numbers);
  });

  it('names what nothing explains, in the table and below it', () => {
    const routes = { ...rendered.local.routes, '/admin': rendered.local.routes['/uptime']! };
    const wrong = compareFacts(declared, { ...rendered, local: { ...rendered.local, routes } });
    const printed = printParity(wrong);

    expect(printed).toContain('DIFFERS: uptime:8080');
    expect(printed).toContain(
      "local: reverse-proxy, /admin upstream is declared as 'adminapp:3000', found 'uptime:8080'",
    );
    expect(printed).toMatch(/parity: 4 differences that nothing explains$/);
  });
});
