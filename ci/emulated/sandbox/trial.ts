import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Finished, Running } from '../../terraform/programs';
import { Cdktf, type CdktfContext } from '../cdktf';

/** `npm run sandbox:up` and `sandbox:down` as a user of a fresh account starts them. */
export class Trial {
  /** Terraform in the folders of the trial's stacks. */
  public readonly terraform: Cdktf;
  private readonly variables: Readonly<Record<string, string | undefined>>;

  constructor(
    private readonly context: CdktfContext,
    endpoint: string,
  ) {
    const { run, root, variables } = context;
    const programs = join(run.folder, 'bin');
    mkdirSync(programs);
    writeFileSync(
      join(programs, 'docker'),
      `#!/bin/sh\ncd '${root}' && exec node ci/run.mjs ci/emulated/sandbox/docker.ts "$@"\n`,
      { mode: 0o755 },
    );
    this.variables = {
      ...variables,
      ...ofAnOwner,
      AWS_ENDPOINT_URL: endpoint,
      CDKTF_OUTDIR: run.output,
      PATH: [programs, variables.PATH].join(delimiter),
    };
    this.terraform = new Cdktf({ ...context, variables: this.variables });
  }

  /** Starts one of the two commands. */
  public begin(
    command: 'up' | 'down',
    more: Readonly<Record<string, string | undefined>> = {},
  ): Running {
    const { programs, root } = this.context;
    return programs.start(process.execPath, ['ci/run.mjs', `ci/sandbox/${command}.ts`], {
      folder: root,
      variables: { ...this.variables, ...more },
      limitSeconds: 600,
    });
  }

  /** Runs one of the two commands to its end. */
  public run(
    command: 'up' | 'down',
    more: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Finished> {
    return this.begin(command, more).finished;
  }

  /** A PATH with Node and nothing else. */
  public withoutTools(): string {
    const folder = join(this.context.run.folder, 'no-tools');
    mkdirSync(folder, { recursive: true });
    symlinkSync(process.execPath, join(folder, 'node'));
    return folder;
  }
}

/** What the owner of a fresh account has not set. */
const ofAnOwner = {
  SLIPWAY_AWS_ACCOUNT_ID: undefined,
  SLIPWAY_DOMAIN: undefined,
  SLIPWAY_ZONE: undefined,
  SLIPWAY_DISPOSABLE: undefined,
};
