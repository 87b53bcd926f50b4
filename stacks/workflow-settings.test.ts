import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { composeApp } from './app';
import { environments, googleStackOf } from './config';
import { settingExamples, settingsFrom } from './settings';

type Variables = Readonly<Record<string, string>>;

const folder = '.github/workflows';
const names = Object.keys(environments);
const deployed = [...names.map((name) => `ecs-${name}`), ...names.map(googleStackOf)];

/** A value of every setting that is not its default: some examples are. */
const values: Variables = {
  ...settingExamples,
  SLIPWAY_STATE_BUCKET: 'kept-elsewhere',
  SLIPWAY_ZONE: 'app.example.com',
  SLIPWAY_SANDBOX_STATE: 's3',
  SLIPWAY_LOCAL_NAME: 'slipway-other',
  SLIPWAY_LOCAL_HTTPS_PORT: '9444',
  SLIPWAY_LOCAL_HTTP_PORT: '9081',
};

/** The settings that come of variables, or why none do. */
function settingsOrProblem(variables: Variables): unknown {
  try {
    return settingsFrom(variables);
  } catch (error) {
    return String(error);
  }
}

/** What a workflow hands on to every program, as it is written there. */
function handedOn(file: string): Variables {
  const { env, jobs } = parse(readFileSync(join(folder, file), 'utf8')) as {
    readonly env?: Variables;
    readonly jobs: Readonly<Record<string, { readonly env?: Variables }>>;
  };
  return Object.assign({}, env, ...Object.values(jobs).map((job) => job.env)) as Variables;
}

/** The stacks that workflows plan, deploy and look at, with these settings. */
function stacksWith(variables: Variables): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-handed-on-'));
  try {
    composeApp(settingsFrom(variables), { outdir }).synth();
    const text = (name: string) =>
      readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8');
    return Object.fromEntries(deployed.map((name) => [name, text(name)]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe.each(readdirSync(folder))('%s', (file) => {
  const passed = handedOn(file);
  const settings = Object.keys(passed).filter((name) => name in settingExamples);

  it('hands on each setting under its own name, out of the repository', () => {
    const repository: Variables = {
      SLIPWAY_GITHUB_REPOSITORY: '${{ github.repository }}',
      SLIPWAY_GITHUB_REPOSITORY_ID: '${{ github.repository_id }}',
    };

    expect(settings.map((name) => [name, passed[name]])).toEqual(
      settings.map((name) => [name, repository[name] ?? `\${{ vars.${name} }}`]),
    );
  });
});

describe('a setting that the workflows do not hand on', () => {
  const passed = handedOn('deploy.yml');
  const all = Object.entries(values);

  it('changes nothing in the stacks that they deploy', () => {
    const given = all.filter(([name]) => name in passed);

    expect(stacksWith(values)).toEqual(stacksWith(Object.fromEntries(given)));
    expect(given.length).toBeGreaterThan(10);
    expect(given.length).toBeLessThan(all.length);
  });

  it.each(all)('has here a value that is not its default: %s', (name) => {
    const others = Object.fromEntries(all.filter(([one]) => one !== name));

    expect(settingsOrProblem(others)).not.toEqual(settingsOrProblem(values));
  });
});
