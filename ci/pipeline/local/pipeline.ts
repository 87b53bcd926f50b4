import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { tail } from '../../command';
import { putManifest } from '../../emulated/image';
import { expectThat, type Finding } from '../../emulated/report';
import { must } from '../../emulated/session';
import type { Report } from '../../emulated/report';
import type { Session } from '../../emulated/session';
import { Interceptor } from '../../emulated/faults/interceptor';
import type { Finished, Running } from '../../terraform/programs';
import { Registry } from '../registry';
import { RegistryProcess } from './registry-process';

/** The scripts that a workflow runs, each by the file behind it. */
const scripts = {
  'build:images': ['ci/images/build.ts'],
  'images:attest': ['ci/pipeline/attest.ts'],
  'images:verify': ['ci/pipeline/verify.ts'],
  'stack:plan': ['ci/pipeline/plan.ts'],
  'stack:deploy': ['ci/pipeline/deploy.ts'],
  smoke: ['ci/pipeline/smoke.ts'],
  drift: ['ci/pipeline/plan.ts', '--refresh-only'],
} as const;

/** The keys of a run: whose signatures count, and somebody else's. */
export interface Keys {
  readonly own: string;
  readonly ownPublic: string;
  readonly foreign: string;
}

/** What the local pipeline works with: a registry, an account, keys, and the scripts as a workflow starts them. */
export class Pipeline {
  private readonly variables: Readonly<Record<string, string | undefined>>;

  private constructor(
    public readonly session: Session,
    public readonly process: RegistryProcess,
    public readonly interceptor: Interceptor,
    public readonly keys: Keys,
    endpoint: string,
  ) {
    const { context } = session;
    this.variables = {
      ...context.variables,
      AWS_ENDPOINT_URL: endpoint,
      CDKTF_OUTDIR: context.run.output,
      ADMIN_LOGIN: 'admin:not-a-real-one',
      SLIPWAY_SMOKE_ONLY: 'system,adminapp,uptime',
      CI: undefined,
    };
  }

  /** Prepares all of it in the folder of the session. */
  public static async in(session: Session): Promise<Pipeline> {
    const { programs, run, variables } = session.context;
    const process = await RegistryProcess.in(programs, join(run.folder, 'registry'));
    const interceptor = new Interceptor(variables.AWS_ENDPOINT_URL ?? '');
    const endpoint = await interceptor.appear();
    return new Pipeline(session, process, interceptor, makeKeys(run.folder), endpoint);
  }

  /** Reads the registry as the scripts do. */
  public get registry(): Registry {
    return new Registry(this.process.host);
  }

  /** Starts a script; `more` are variables that differ. */
  public begin(
    script: keyof typeof scripts,
    args: readonly string[] = [],
    more: Readonly<Record<string, string | undefined>> = {},
  ): Running {
    const { programs, root } = this.session.context;
    return programs.start(process.execPath, ['ci/run.mjs', ...scripts[script], ...args], {
      folder: root,
      variables: { ...this.variables, ...more },
      limitSeconds: 600,
    });
  }

  /** Runs a script to its end. */
  public run(
    script: keyof typeof scripts,
    args: readonly string[] = [],
    more: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Finished> {
    return this.begin(script, args, more).finished;
  }

  /** Runs Terraform, as a sentence tells somebody to. */
  public terraform(args: readonly string[]): Promise<Finished> {
    const { programs, root } = this.session.context;
    const options = { folder: root, variables: this.variables, limitSeconds: 120 };
    return programs.run('terraform', args, options);
  }

  /** Synthesizes a revision of the stacks, as the first step of a pipeline does. */
  public async synthesize(report: Report, revision: string): Promise<void> {
    const { programs, root } = this.session.context;
    const program = ['ci/synth/app.mjs', 'ci/pipeline/local/app.ts'];
    const synthesis = programs.run(process.execPath, program, {
      folder: root,
      variables: { ...this.variables, SLIPWAY_PIPELINE_REVISION: revision },
      limitSeconds: 120,
    });
    await must(report, `synthesize revision ${revision}`, synthesis);
    report.step(this.session.pickProvider());
  }

  /**
   * Puts the manifest of a pushed image into the emulated ECR, which speaks no registry's language: the digest is the hash
   * of these bytes, so it is the same in both.
   */
  public async mirror(reference: string): Promise<string> {
    const [repository = '', tag = ''] = reference.split(':');
    const manifest = await this.registry.manifest(repository, tag);
    if (!manifest) throw new Error(`${reference} was not pushed`);
    const { bytes, mediaType, digest } = manifest;
    await putManifest(this.session.account.ecr, repository, tag, { bytes, mediaType });
    return digest;
  }
}

/** A script that must end in one way: its exit code, and what it says. */
export function ended(
  what: string,
  { code, output }: Finished,
  wanted: { readonly code: number; readonly says: RegExp },
): Finding {
  const right = code === wanted.code && wanted.says.test(output);
  return expectThat(what, right, `exit code ${code}\n${tail(output, 30)}`);
}

function makeKeys(folder: string): Keys {
  const path = (name: string) => join(folder, name);
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  for (const name of ['own.pem', 'foreign.pem']) {
    execFileSync('openssl', ['genpkey', ...curve, '-out', path(name)], { stdio: 'ignore' });
  }
  const own = path('own.pem');
  const ownPublic = path('own-public.pem');
  execFileSync('openssl', ['pkey', '-in', own, '-pubout', '-out', ownPublic], { stdio: 'ignore' });
  return { own, ownPublic, foreign: path('foreign.pem') };
}
