import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command';
import { reviewRules } from './judge/rule-registry';

const folder = mkdtempSync(join(tmpdir(), 'slipway-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(
    path,
    typeof content === 'string' ? content : JSON.stringify(content, null, 2) + '\n',
  );
  return path;
}

const document = {
  resource: {
    aws_subnet: {
      kept: { map_public_ip_on_launch: false },
      open: { map_public_ip_on_launch: true, '//': { metadata: { path: 'prod/Open/Resource' } } },
      dark: { map_public_ip_on_launch: '${var.public}' },
    },
  },
};
file('out/stacks/prod/cdk.tf.json', document);
file('out/stacks/other/cdk.tf.json', { resource: {} });
const out = join(folder, 'out');

const waiver = {
  rule: 'subnet-public-ip',
  stack: 'prod',
  resource: 'aws_subnet.open',
  reason: 'Machines there are meant to be public',
  expires: '2027-06-30',
};
let written = 0;
const waivers = (...list: unknown[]): string =>
  file(`waivers-${(written += 1)}.json`, { waivers: list });

function run(...words: string[]): { code: number; out: string; err: string } {
  let [text, err] = ['', ''];
  const code = runCommand(
    ['review', out, ...words],
    { write: (part) => (text += part), complain: (part) => (err += part) },
    { today: '2026-11-21' },
  );
  return { code, out: text, err };
}

const counts = (findings: string, waived: number): string =>
  `${reviewRules.length} rules, 3 resources, ${findings}, ${waived} waived, 1 not judged`;

describe('slipway review and the rules', () => {
  it('prints what breaks a rule, what cannot be judged and how many were asked', () => {
    const { code, out: text } = run();

    expect(code).toBe(1);
    expect(text).toContain(
      [
        '  broken rules:',
        '  aws_subnet.open breaks subnet-public-ip (medium)',
        "      'map_public_ip_on_launch' is true; set 'map_public_ip_on_launch' to false",
        '  rules that cannot be judged:',
        "  aws_subnet.dark by subnet-public-ip: it cannot be read whether 'map_public_ip_on_launch' is true",
        '',
        counts('1 finding', 0),
        '',
      ].join('\n'),
    );
  });

  it('ends with 0 when every finding is waived, and with 1 when what cannot be judged counts', () => {
    const path = waivers(waiver);

    expect(run('--waivers', path)).toMatchObject({
      code: 0,
      out: expect.stringContaining(counts('0 findings', 1)) as string,
    });
    expect(run('--waivers', path, '--strict').code).toBe(1);
  });

  it('takes the waivers that the package names unless told otherwise', () => {
    let text = '';
    const code = runCommand(
      ['review', out],
      { write: (part) => (text += part), complain: () => undefined },
      { today: '2026-11-21', waivers: waivers(waiver) },
    );

    expect(code).toBe(0);
    expect(text).toContain('1 waived');
  });

  it('counts a waiver on its last day and no longer', () => {
    const path = waivers(waiver);
    const ended = run('--waivers', path, '--today', '2027-07-01');

    expect(run('--waivers', path, '--today', '2027-06-30').code).toBe(0);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain(
      "'map_public_ip_on_launch' is true; its waiver ended on 2027-06-30",
    );
    expect(ended.out).toContain('open breaks waiver-expired (medium)');
  });

  it('complains of a waiver that matches nothing, in a stack that it reviews', () => {
    const path = waivers(waiver, { ...waiver, resource: 'aws_subnet.kept' });

    expect(run('--waivers', path)).toMatchObject({
      code: 1,
      out: expect.stringContaining('subnet.kept breaks waiver-unused (medium)') as string,
    });
    expect(run('--waivers', path, '--stack', 'other').code).toBe(0);
  });

  it('lets a waiver wait for a resource that only a setting makes', () => {
    const kept = { ...waiver, resource: 'aws_subnet.kept' };

    expect(run('--waivers', waivers(waiver, kept)).code).toBe(1);
    expect(run('--waivers', waivers(waiver, { ...kept, optional: true })).code).toBe(0);
  });

  it('complains of a waiver for a stack that is not there, where all stacks are reviewed', () => {
    const path = waivers(waiver, { ...waiver, stack: 'gone' });

    expect(run('--waivers', path)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'waives subnet-public-ip in the stack gone, which is not',
      ) as string,
    });
    expect(run('--waivers', path, '--stack', 'prod').code).toBe(0);
    const optional = waivers(waiver, { ...waiver, stack: 'gone', optional: true });
    expect(run('--waivers', optional)).toMatchObject({ code: 0, err: '' });
  });

  it('takes a part of an address for a star', () => {
    const of = (resource: string) => run('--waivers', waivers({ ...waiver, resource })).code;

    expect(of('aws_subnet.op*')).toBe(0);
    expect(of('*.o*en')).toBe(0);
    expect(of('aws_subnet.ope')).toBe(1);
    expect(of('open')).toBe(1);
    expect(of('aws_subnet.open*open')).toBe(1);
  });

  it('asks no rule when told so, and lists them when asked', () => {
    expect(run('--no-rules')).toMatchObject({ code: 0 });
    expect(run('--no-rules').out).not.toContain('rules');
    const { code, out: text } = run('--rules');
    expect(code).toBe(0);
    expect(text).toContain('\n  subnet-public-ip');
    expect(text.trimEnd().split('\n').at(-1)).toBe(`${reviewRules.length} rules`);
  });

  it('tells programs what was found and what is waived', () => {
    const report = JSON.parse(run('--json', '--waivers', waivers(waiver)).out) as {
      stacks: { prod: { findings: unknown[]; waived: unknown[] } };
    };

    expect(report.stacks.prod.findings).toMatchObject([
      { rule: 'subnet-public-ip', address: 'aws_subnet.dark', verdict: 'unread' },
    ]);
    expect(report.stacks.prod.waived).toMatchObject([{ severity: 'medium', waiver }]);
  });
});

describe('waivers that cannot be read', () => {
  it.each([
    [
      'nothing there',
      join(folder, 'no.json'),
      [/it does not exist; correct '--waivers', or 'slipway.waivers' in package.json/],
    ],
    ['half a file', file('half.json', '{'), [/it is not JSON .*begin with/]],
    ['a list', file('list.json', []), [/holds no list 'waivers'/]],
    [
      'everything wrong at once',
      waivers(
        7,
        { ...waiver, rule: 'subnet-public-ips', reason: 'because', expires: '2027-02-30' },
        { ...waiver, premise: 'moon', until: 'x', stack: 3, optional: 'yes' },
        { rule: 'subnet-public-ip' },
      ),
      [
        /waiver 1 must be an object, got 7/,
        /waiver 2: 'rule' must be the id of a rule, got 'subnet-public-ips'; use one of .*subnet-public-ip/,
        /waiver 2: 'reason' must say why in 5 words or more, got 'because'/,
        /waiver 2: 'expires' must be a day such as '2027-06-30', got '2027-02-30'/,
        /waiver 3: 'stack' must be a text, got 3/,
        /waiver 3: 'until' means nothing; use rule, stack, resource, reason, expires, premise, optional/,
        /waiver 3: 'optional' must be true or false, got 'yes'/,
        /waiver 3: 'premise' must be one of hop-between-two-groups, .*, got 'moon'/,
        /waiver 4: 'expires' must be a text, got undefined/,
      ],
    ],
    ['one twice', waivers(waiver, { ...waiver }), [/waiver 2 says the same as waiver 1; remove/]],
  ])('are refused with every problem: %s', (_, path, problems) => {
    const { code, out: text, err } = run('--waivers', path);

    expect([code, text]).toEqual([2, '']);
    for (const problem of problems) expect(err).toMatch(problem);
  });

  it.each([
    [['--today', 'tomorrow'], /'--today' must be a day such as '2027-06-30', got 'tomorrow'/],
    [['--json', '--sarif'], /'--json' and '--sarif' are 2 reports; choose one/],
    [['--sarif', '--no-rules'], /leave '--no-rules' out/],
    [['--sarif', 'x.sarif', '--mermaid'], /'--sarif' reports what .*; leave '--mermaid' out/],
    [['--sarif=x', '--why', 'a,b'], /leave '--why' out/],
    [['--sarif', 'x.json'], /one folder at a time, got \["x.json"\] as well/],
  ])('are no better than a command like %j', (words, problem) => {
    expect(run(...words)).toMatchObject({
      code: 2,
      err: expect.stringMatching(problem) as string,
    });
  });
});

describe('SARIF', () => {
  it('says where each finding is, and which one is waived and why', () => {
    const { code, out: text, err } = run('--sarif', '--waivers', waivers(waiver));
    const { version, runs } = JSON.parse(text) as Sarif;
    const [{ tool, results }] = runs;

    expect([code, version, err]).toEqual([0, '2.1.0', `${counts('0 findings', 1)}\n`]);
    expect(results.map(({ kind }) => kind)).toEqual(['review', 'fail']);
    expect(results[1]).toMatchObject({
      ruleId: 'subnet-public-ip',
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: expect.stringMatching(/stacks\/prod\/cdk\.tf\.json$/) as string,
            },
            region: { startLine: 7 },
          },
          logicalLocations: [{ fullyQualifiedName: 'prod/Open/Resource' }],
        },
      ],
      suppressions: [{ justification: 'Machines there are meant to be public (until 2027-06-30)' }],
    });
    expect(tool.driver.rules[results[1]!.ruleIndex]!.id).toBe('subnet-public-ip');
  });
});

describe('SARIF in a file', () => {
  const { out: whole } = run('--sarif');

  it.each([
    ['named by its ending', (path: string) => ['--sarif', path], 'a.sarif'],
    ['named by its long ending', (path: string) => ['--sarif', path], 'b.sarif.json'],
    ['named in one word', (path: string) => [`--sarif=${path}`], 'c.txt'],
  ])('%s holds the same, and the report for people stands beside it', (_, words, name) => {
    const path = file(name, 'what was there before');

    expect(run(...words(path))).toEqual(run());
    expect(readFileSync(path, 'utf8')).toBe(whole);
    expect(unfinished()).toEqual([]);
  });

  it('does not take the folder for its file', () => {
    const output = { write: () => undefined, complain: jest.fn() };

    expect(runCommand(['review', '--sarif', out], output, { today: '2026-11-21' })).toBe(1);
    expect(output.complain.mock.calls).toEqual([[`${counts('1 finding', 0)}\n`]]);
  });

  it.each([
    ['in a folder that is not there', 'no/a.sarif', /ENOENT/],
    ['in the place of a folder', 'out', /it is there and no plain file/],
    ['in the place of a link', 'link.sarif', /it is there and no plain file/],
  ])('that cannot be written is said in one sentence: %s', (_, name, reason) => {
    if (name.startsWith('link')) symlinkSync(join(folder, 'nowhere'), join(folder, name));
    const { code, out: text, err } = run(`--sarif=${join(folder, name)}`);

    expect([code, text]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toEqual([
      '--sarif is not valid:',
      expect.stringMatching(/^ {2}- '.*' cannot be written \(.*\); name a file in a folder/),
    ]);
    expect(err).toMatch(reason);
    expect(unfinished()).toEqual([]);
  });

  const unfinished = () => readdirSync(folder).filter((name) => name.endsWith('.new'));
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly { readonly kind: string; readonly ruleIndex: number }[];
    },
  ];
}
