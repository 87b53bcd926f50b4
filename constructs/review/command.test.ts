import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Block, twoServices } from './aws/aws.fixture';
import { runCommand } from './command';

const folder = mkdtempSync(join(tmpdir(), 'slipway-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks who reaches whom, and no rule. */
function run(...words: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = runCommand(
    words[0] === 'review' ? ['review', '--no-rules', ...words.slice(1)] : words,
    { write: (text) => (out += text), complain: (text) => (err += text) },
    { today: '2026-11-21' },
  );
  return { code, out, err };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A folder as `cdktf synth` leaves it, with one stack. */
function synthesized(
  name: string,
  change: (document: { resource: Record<string, Record<string, Block>> }) => void = () => undefined,
): string {
  const document = { resource: twoServices() };
  change(document);
  file(join(name, 'stacks', 'prod', 'cdk.tf.json'), document);
  return join(folder, name);
}

describe('slipway review', () => {
  const whole = synthesized('whole');
  synthesized(join('project', 'cdktf.out'));

  it('prints who reaches whom', () => {
    const { code, out, err } = run('review', whole);

    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toBe(
      [
        'prod: 2 workloads, 2 ways, 0 broken, 0 unknown',
        '  from      to   port  through    verdict',
        '  internet  web  8080  front:443  reachable',
        '  web       api  9000             reachable',
        '  ways out:',
        '  from  to        port  through  verdict',
        '  api   internet  443            reachable',
        '  web   internet  443            reachable',
        '',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['the folder of one stack', join('whole', 'stacks', 'prod')],
    ['one file', join('whole', 'stacks', 'prod', 'cdk.tf.json')],
    ['the folder of all stacks', join('whole', 'stacks')],
    ['the project that has the output', 'project'],
  ])('takes %s', (_, path) => {
    expect(run('review', join(folder, path)).out).toContain('prod: 2 workloads');
  });

  it('writes the report for programs', () => {
    const { out } = run('review', whole, '--json');
    const report = JSON.parse(out) as {
      stacks: { prod: { edges: { from: string; steps: unknown[] }[] } };
    };

    expect(report.stacks.prod.edges.map(({ from }) => from)).toEqual(['internet', 'web']);
    expect(report.stacks.prod.edges[0]!.steps.length).toBeGreaterThan(4);
  });

  it('shows the way step by step, or says why there is none', () => {
    expect(run('review', whole, '--why', 'web,api').out).toContain(
      'web reaches api on 9000\n    aws_vpc_security_group_egress_rule.web_api lets out to api\n',
    );
    expect(run('review', whole, '--why', 'api, web').out).toContain(
      'api cannot reach web: no ingress rule of the groups of web lets api in',
    );
  });

  it('ends with 1 and the reason when an announced call cannot work', () => {
    const broken = synthesized('broken', ({ resource }) => {
      delete resource.aws_vpc_security_group_ingress_rule?.api_web;
    });

    const { code, out } = run('review', broken);

    expect(code).toBe(1);
    expect(out).toContain(
      '  cannot work:\n  web -> api:9000 (API_URL names api:9000)\n      the security groups open no port',
    );
  });

  it('compares with an earlier report', () => {
    const before = file('before.json', run('review', whole, '--json').out);
    const opened = synthesized('opened', ({ resource }) => {
      resource.aws_lb!.lb!.internal = true;
      resource.aws_vpc_security_group_ingress_rule!.api_web!.to_port = 9100;
      resource.aws_vpc_security_group_egress_rule!.web_api!.to_port = 9100;
    });

    expect(run('review', whole, '--expect', before).code).toBe(0);
    const { code, err } = run('review', opened, '--expect', before);
    expect(code).toBe(1);
    expect(err.split('\n').sort()).toEqual([
      '',
      // an internal balancer takes calls of the services beside it
      'prod: + api -> web 8080 through front:443 (reachable)',
      'prod: + web -> api 9000-9100 (reachable)',
      'prod: - internet -> web 8080 through front:443 (reachable)',
      'prod: - web -> api 9000 (reachable)',
    ]);
  });

  it('finds stacks that came or went, unless it is asked about others', () => {
    const before = file('other.json', { stacks: { gone: { edges: [] } } });
    const both = `\uFEFF${run('review', whole, '--json').out.replace('"prod"', '"gone":{},"prod"')}`;

    expect(run('review', whole, '--expect', file('both.json', both)).code).toBe(1);
    expect(
      run('review', whole, '--expect', file('both.json', both), '--stack', 'prod'),
    ).toMatchObject({
      code: 0,
      err: '',
    });

    expect(run('review', whole, '--expect', before).err).toContain(
      'gone: is in the expected report, but was not synthesized',
    );
  });

  it('takes what is not known for a finding when told to', () => {
    const dark = synthesized('dark', ({ resource }) => {
      resource.aws_lb!.lb!.internal = '${var.internal}';
    });

    expect(run('review', dark).code).toBe(0);
    expect(run('review', dark, '--strict').code).toBe(1);
  });

  it('reviews only the stacks that are asked for', () => {
    expect(run('review', whole, '--stack', 'prod').code).toBe(0);
    expect(run('review', whole, '--stack', 'dev')).toMatchObject({
      code: 2,
      err: expect.stringContaining("no stack is named 'dev'; use one of prod") as string,
    });
  });

  it('prints no sign that moves a terminal', () => {
    const hostile = synthesized('hostile', ({ resource }) => {
      resource.aws_ecs_service!.api!.name = 'api\u001b[2J\u202e\nprod: all fine';
    });

    const { out } = run('review', hostile);

    expect(out).not.toMatch(/[\u001b\u202e]/);
    expect(out).toContain('api\\u001b[2J\\u202e\\u000aprod: all fine');
  });
});

describe('the way from one to the other', () => {
  const two = synthesized('pair');
  file('pair/stacks/dev/cdk.tf.json', { resource: {} });

  it('is told of the stacks that have both', () => {
    const { code, out } = run('review', two, '--why', 'web,api');

    expect(code).toBe(0);
    expect(out).toMatch(/^prod\nweb reaches api/);
    expect(out).not.toContain('dev');
  });

  it.each([
    ['web,apy', "no stack has 'apy'; use api, internet, web"],
    ['wep,apy', "no stack has 'wep'; use api, internet, web\n  - no stack has 'apy'"],
  ])('is not told of a name that is not there: %s', (pair, problem) => {
    expect(run('review', two, '--why', pair)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(problem) as string,
    });
  });

  it('is not told from one stack to another', () => {
    file('apart/stacks/prod/cdk.tf.json', { resource: twoServices() });
    const other = JSON.stringify({ resource: twoServices() }).replaceAll('api', 'far');
    file('apart/stacks/far/cdk.tf.json', other);

    expect(run('review', join(folder, 'apart'), '--why', 'api,far').err).toContain(
      "no stack has both 'api' and 'far'; ways between stacks are not read",
    );
  });
});

describe('input that cannot be reviewed', () => {
  mkdirSync(join(folder, 'empty'));
  file('hcl/main.tf', 'resource "aws_vpc" "v" {}');
  file('as-hcl/stacks/prod/cdk.tf', 'resource "aws_vpc" "v" {}');
  it.each([
    ['nothing', join(folder, 'nothing'), /does not exist; synthesize first/],
    ['an empty folder', join(folder, 'empty'), /is empty; synthesize first/],
    [
      'a folder of other JSON',
      join(file('plain/main.tf.json', '{}'), '..'),
      /holds 'main\.tf\.json' and no cdk\.tf\.json; name the file itself/,
    ],
    ['a folder of HCL', join(folder, 'hcl'), /holds HCL \('main\.tf'\)/],
    [
      "the output of 'cdktf synth --hcl'",
      join(folder, 'as-hcl'),
      /holds HCL \('stacks\/prod\/cdk\.tf'\)/,
    ],
    ['a file of HCL', join(folder, 'hcl', 'main.tf'), /is HCL; review reads the cdk\.tf\.json/],
    ['an empty file', file('none.json', ''), /is empty; synthesize it again/],
    ['half a file', file('half.json', '{"resource": {'), /is not JSON \(.*\); synthesize it again/],
    ['a list', file('list.json', []), /is a list where a Terraform configuration is an object/],
    ['a number', file('number.json', '7'), /is 7 where/],
    ['null', file('null.json', 'null'), /is null where/],
    [
      'a plan',
      file('plan.json', { planned_values: {} }),
      /is a plan; review reads the configuration/,
    ],
    ['a saved plan', file('saved', 'PK\u0003\u0004'), /is a saved plan/],
    ['a state', file('state.json', { serial: 1, lineage: 'x', resources: [] }), /is a state/],
    [
      'a state as it is shown',
      file('shown.json', { terraform_version: '1', values: {} }),
      /a state/,
    ],
    ['something else', file('package.json', { name: 'x' }), /has no section that Terraform knows/],
  ])('is refused in one sentence: %s', (_, path, message) => {
    const { code, out, err } = run('review', path);

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(2);
  });

  it('is named file by file', () => {
    file('two/stacks/a/cdk.tf.json', '{');
    file('two/stacks/b/cdk.tf.json', '[]');

    expect(run('review', join(folder, 'two')).err.trim().split('\n')).toHaveLength(3);
  });

  it.each([
    [['reviewer'], /the command is 'review', got 'reviewer'/],
    [['review', 'a', 'b'], /one folder at a time, got \["b"\] as well/],
    [['review', '--why', 'web'], /'--why' must name two ends with a comma in between, got 'web'/],
    [['review', '--colour'], /Unknown option '--colour'\n/],
    [['review', '--expect', ''], /'--expect' must name a file, got ''; leave the option out/],
    [['review', '--waivers='], /'--waivers' must name a file, got ''; leave the option out/],
    [['review', '--stack'], /argument missing/],
  ])('is a command like %j', (words, message) => {
    const { code, err } = run(...words);

    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).toContain("'slipway --help' shows how to write it");
  });

  it.each(['{', '{}', '7'])('is an expected report like %s', (content) => {
    const report = file('report.json', content);

    expect(run('review', synthesized('some'), '--expect', report)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--json >') as string,
    });
  });
});

it('a mistake of ours is no finding', () => {
  let err = '';
  const broken = () => {
    throw new TypeError('no such thing');
  };
  const output = { write: broken, complain: (text: string) => (err += text) };

  expect(runCommand(['--help'], output, { today: '2026-11-21' })).toBe(2);
  expect(err).toMatch(/^TypeError: no such thing; this is a bug in Slipway, please report it\n/);
  expect(err).toContain('command.test.ts');
});

describe('help', () => {
  it.each([[['--help']], [['review', '-h']]])('is printed for %j', (words) => {
    const { code, out } = run(...words);

    expect(code).toBe(0);
    expect(out).toContain('exit code: 0 nothing to complain about');
  });

  it('is what a call without a word ends with, which is no review', () => {
    const { code, out, err } = run();

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('exit code: 0 nothing to complain about');
  });
});
