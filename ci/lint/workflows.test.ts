import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { githubDefaults } from '../../constructs/core/github';
import { environments, googleStackOf } from '../../stacks/config';
import { run } from '../command';
import { pythonEnvironment } from '../python/environment';
import { lintWith, workflowFiles } from './workflow-linters';

type Variables = Readonly<Record<string, string>>;
interface Step {
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly 'continue-on-error'?: boolean;
  readonly env?: Variables;
  readonly steps: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly strategy?: object;
  readonly 'timeout-minutes'?: number;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly env?: Variables;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
const texts = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
const workflows = Object.entries(texts).map(
  ([name, text]) => [name, parse(text, { merge: true }) as Workflow] as const,
);
const jobs = workflows.flatMap(([name, workflow]) =>
  Object.entries(workflow.jobs).map(([job, content]) => [`${name} ${job}`, content] as const),
);
const steps = jobs.flatMap(([name, { steps: all }]) => all.map((step) => [name, step] as const));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const needed = (program: string, ...args: string[]) =>
  process.env.CI === 'true' || spawnSync(program, args, { stdio: 'ignore' }).status === 0;

describe('the workflows', () => {
  it('are those that the trust of the identities names', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.values(githubDefaults.workflows).sort());
  });

  it('deploy in the environments that the trust of the identities names', () => {
    const used = jobs.flatMap(([, { environment }]) => environment ?? []);
    const names = Object.keys(environments);

    expect(used.sort()).toEqual(
      [...names.map((one) => `ecs-${one}`), ...names.map(googleStackOf)].sort(),
    );
  });

  it.each(workflows)('%s gives nothing to all jobs, and runs once at a time', (_, workflow) => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toBeDefined();
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  it('can be started on another branch without a run of main giving up its place', () => {
    const startable = workflows.filter(([, { on }]) =>
      Object.keys(on).includes('workflow_dispatch'),
    );

    expect(startable.map(([name]) => name)).toEqual(['deploy.yml', 'nightly.yml']);
    for (const [, { concurrency }] of startable) {
      expect(concurrency).toMatchObject({
        group: expect.stringMatching(/\$\{\{ github\.ref \}\}$/) as string,
        'cancel-in-progress': false,
      });
    }
  });

  it.each(jobs)('%s has an end and its own rights, each with a reason', (name, job) => {
    const [file = ''] = name.split(' ');
    const reasons = Object.entries(job.permissions ?? {}).map(([right, kind]) =>
      new RegExp(`^ +${right}: ${kind} # \\w`, 'm').test(texts[file]!),
    );

    expect(job['timeout-minutes']).toBeGreaterThan(0);
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons).not.toContain(false);
  });

  it('run what a laptop runs too: npm ci, an npm script, or the script of a bare machine', () => {
    const commands = steps.flatMap(([name, step]) => (step.run ? [[name, step.run] as const] : []));
    const strange = commands.filter(([, command]) => {
      const script = /^npm run ([\w:-]+)(?: -- [\w$"./: -]+)?$/.exec(command)?.[1];
      return (
        !['npm ci', '.ci/run'].includes(command) && !(script && Object.hasOwn(scripts, script))
      );
    });

    expect(commands.length).toBeGreaterThan(20);
    expect(strange).toEqual([]);
  });

  it('run at night what is a test and no part of npm test', () => {
    const nightly = steps.flatMap(([name, { run: command }]) =>
      name === 'nightly.yml long-tests' ? (command ?? []) : [],
    );

    expect(nightly).toEqual([
      'npm ci',
      'npm run test:mutants',
      'npm run test:blind-spots',
      'npm run pipeline:local',
    ]);
  });

  it('use actions by their commit, with the version beside it', () => {
    const uses = Object.values(texts).flatMap((text) => text.match(/uses: .*/g) ?? []);

    expect(uses.length).toBeGreaterThan(20);
    expect(
      uses.filter((one) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one)),
    ).toEqual([]);
    expect(new Set(uses.map((one) => one.replace(/@.*/, ''))).size).toBeLessThan(9);
  });

  it('leave no token behind in the checkout', () => {
    const checkouts = steps.filter(([, { uses = '' }]) => uses.startsWith('actions/checkout@'));

    expect(checkouts.length).toBeGreaterThan(5);
    expect(checkouts.filter(([, step]) => step.with?.['persist-credentials'] !== false)).toEqual(
      [],
    );
  });

  it('write the settings once each, and all alike', () => {
    const written = workflows.map(([name, { env, jobs: all }]) => {
      const each = [env, ...Object.values(all).map((job) => job.env)];
      // an alias is the very object that its anchor is
      const once = [...new Set(each.filter((one) => one?.SLIPWAY_AWS_REGION !== undefined))];
      return [name, once] as const;
    });
    const [[, settings]] = written as [(typeof written)[0]];

    expect(Object.keys(settings[0]!)).toContain('SLIPWAY_GCP_PROJECT');
    expect(written).toEqual(workflows.map(([name]) => [name, settings.slice(0, 1)]));
  });

  it('push and deploy only what the test command of the README has proven before', () => {
    const deploy = Object.fromEntries(workflows)['deploy.yml']!;
    const before = (job: string): string[] =>
      [deploy.jobs[job]?.needs ?? []].flat().flatMap((one) => [one, ...before(one)]);
    const { test, ...others } = deploy.jobs;

    expect(Object.keys(others).length).toBeGreaterThan(2);
    expect(Object.keys(others).filter((job) => !before(job).includes('test'))).toEqual([]);
    // a job whose condition asks `always()`, or the like, would run after a test that failed
    expect(Object.values(others).filter((job) => /\w\(/.test(job.if ?? ''))).toEqual([]);
    expect(test?.steps.at(-1)).toEqual({ run: '.ci/run' });
    expect(test?.steps[0]?.with).toEqual({ 'persist-credentials': false });
    expect([deploy.env, test?.env, test?.['continue-on-error']]).toEqual(Array(3).fill(undefined));
  });

  it('take no identity on Google Cloud where its project is not set', () => {
    const logins = jobs.flatMap(([name, job]) =>
      job.steps
        .filter(({ uses = '' }) => uses.startsWith('google-github-actions/auth@'))
        .map((step) => [name, `${job.if} ${step.if} ${JSON.stringify(job.strategy)}`] as const),
    );

    expect(logins.map(([name]) => name)).toEqual([
      'ci.yml plan',
      'deploy.yml push',
      'deploy.yml gcp-run',
      'nightly.yml drift',
    ]);
    for (const [, asked] of logins) expect(asked).toContain("vars.SLIPWAY_GCP_PROJECT != ''");
  });

  it('let Terraform look at what is there: no plan goes without a refresh', () => {
    const told = Object.entries(texts).filter(([, text]) =>
      /TF_CLI_ARGS|-refresh=false/.test(text),
    );

    expect(told.map(([name]) => name)).toEqual([]);
  });

  it('use the Terraform of a bare machine', () => {
    const bare = /^terraform_version=v(.*)$/m.exec(readFileSync('.ci/run', 'utf8'))?.[1];
    const versions = steps.flatMap(([, step]) => step.with?.terraform_version ?? []);

    expect(versions.length).toBeGreaterThan(3);
    expect(new Set(versions)).toEqual(new Set([bare]));
  });

  it('hold a right in a cloud only where somebody takes an identity', () => {
    const may = jobs.filter(([, { permissions }]) => permissions?.['id-token'] === 'write');

    expect(may.map(([name]) => name)).toEqual([
      'ci.yml plan',
      'deploy.yml push',
      'deploy.yml ecs-prod',
      'deploy.yml gcp-run',
      'nightly.yml drift',
    ]);
  });
});

describe('a bad workflow', () => {
  const files = workflowFiles(resolve('ci/lint/bad-workflow'));
  const python = needed('python3', '--version') ? it : it.skip;
  const actionlint = needed('actionlint', '-version') ? it : it.skip;

  actionlint('is refused by actionlint', async () => {
    const findings = await lintWith({ name: 'actionlint', program: 'actionlint' }, files);

    expect(findings).toMatch(/property "nothing" is not defined/);
    expect(findings).toMatch(/untrusted/);
  });

  python(
    'is refused by zizmor',
    async () => {
      const requirements = resolve('ci/lint/requirements.txt');
      const home = await pythonEnvironment({ name: 'lint', requirements, root: resolve('.') }, run);
      const program = join(home, '..', 'zizmor');

      const findings = await lintWith({ name: 'zizmor', program }, files);

      for (const rule of [
        'dangerous-triggers',
        'unpinned-uses',
        'template-injection',
        'artipacked',
      ]) {
        expect(findings).toContain(rule);
      }
    },
    240_000,
  );
});
