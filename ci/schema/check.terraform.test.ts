import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { askTerraform } from './ask-terraform';
import { schemaProblems } from './check';
import { type Mutant, mutants, withMutants } from './mutant.fixture';
import { committedSchemas } from './schema';
import { synthesizedStacks } from './stacks';
import { providerName, shortAddress, subsetOf } from './subset';

const provider = 'hashicorp/aws';
const named = Object.fromEntries(mutants.map((mutant, at) => [`Mutant${at}`, mutant]));
const foundBy = (...found: readonly Mutant['found'][]) =>
  Object.fromEntries(Object.entries(named).filter(([, mutant]) => found.includes(mutant.found)));

/** AWS, which this suite needs anyway, and the others where they can be had without a download. */
const heldHere = Object.values(committedSchemas())
  .map(({ provider: address, version }) => ({ source: shortAddress(address), version }))
  .filter(({ source, version }) => {
    const mirror = findMirror(searchOfThisMachine(homedir()), source, version);
    const held = mirror?.providers[`registry.terraform.io/${source}`]?.includes(version);
    return source === provider || held === true;
  });

describe('the real Terraform', () => {
  let terraform: Terraform;
  const stack = synthesizedStacks()['ecs-prod'];

  beforeAll(async () => {
    terraform = await Terraform.install();
  });
  afterAll(() => terraform.close());

  it('accepts ecs-prod, as the check does', async () => {
    expect(await terraform.refused(stack)).toEqual([]);
    expect(schemaProblems(stack)).toEqual([]);
  });

  it('refuses the same resources, out of all that change while it validates', async () => {
    const document = withMutants(stack, foundBy('validate'));

    const refused = await terraform.refused(document);

    expect(refused.length).toBeGreaterThan(40);
    expect(shown(refused)).toEqual(shown(refusedByCheck(document)));
  });

  it('does not see while it validates what it refuses while it plans', async () => {
    const document = withMutants(stack, foundBy('plan'));

    expect(await terraform.refused(document)).toEqual([]);
    expect(shown(refusedByCheck(document))).toEqual(shown(Object.keys(foundBy('plan'))));
  });

  it.each(heldHere)('reports the committed schema of $source $version', async (pin) => {
    const full = await askTerraform(pin);

    const committed = committedSchemas()[providerName(full.provider)]!;
    const kinds = {
      resources: Object.keys(committed.resources),
      data: Object.keys(committed.data),
      ephemeral: Object.keys(committed.ephemeral),
    };
    expect(subsetOf(full, kinds)).toEqual(committed);
  });

  const early = Object.entries(foundBy('reading')).map(([key, mutant]) => ({ ...mutant, key }));

  it.each(early)('refuses while it reads: $name', async ({ key, ...mutant }) => {
    const document = withMutants(stack, { [key]: mutant });

    expect(await terraform.refused(document)).not.toEqual([]);
    expect(refusedByCheck(document)).toEqual([key]);
  });
});

/** The mutants that the check has something to say of. */
function refusedByCheck(document: unknown): string[] {
  const found = schemaProblems(document).map(
    (problem) => /^\w+\.(\w+):/.exec(problem)?.[1] ?? problem,
  );
  return [...new Set(found)];
}

/** Names of mutants with what they are, so that a difference can be read. */
function shown(names: readonly string[]): string[] {
  return names.map((name) => named[name]?.name ?? name).sort();
}

interface Diagnostics {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly range?: { readonly start: { readonly line: number } };
  }[];
}

/** A folder in which Terraform has its providers and reads one document after another. */
class Terraform {
  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Installs the version that the committed schemas are of: another one would prove something else. */
  public static async install(): Promise<Terraform> {
    const version = committedSchemas().aws!.version;
    const mirror = findMirror(searchOfThisMachine(homedir()), provider, version);
    expect(installableVersion(mirror, provider, version)).toBe(version);
    const folder = mkdtempSync(join(tmpdir(), 'slipway-mutants-'));
    const configuration = join(folder, 'terraform.rc');
    writeFileSync(configuration, cliConfiguration(mirror));
    const override = { terraform: { required_providers: { aws: { source: provider, version } } } };
    writeFileSync(join(folder, 'version_override.tf.json'), JSON.stringify(override));
    const env = { TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' };
    const terraform = new Terraform(folder, env);
    terraform.write(synthesizedStacks()['ecs-prod']);
    const init = await terraform.run('init', '-backend=false', '-input=false', '-no-color');
    expect(init).toEqual(expect.objectContaining({ code: 0 }));
    return terraform;
  }

  /** Names of the mutants that `terraform validate` refuses; the sentence where it is about something else. */
  public async refused(document: unknown): Promise<string[]> {
    this.write(document);
    const { output } = await this.run('validate', '-json');
    const lines = readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8').split('\n');
    const { diagnostics } = JSON.parse(output) as Diagnostics;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const names = errors.map(({ range, summary, detail }) => {
      const line = lines[(range?.start.line ?? 0) - 1] ?? '';
      return /^"(Mutant\d+)":/.exec(line)?.[1] ?? `${summary}: ${detail}`;
    });
    return [...new Set(names)];
  }

  public close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private run(...parameters: readonly string[]) {
    return run('terraform', parameters, { cwd: this.folder, env: this.env });
  }

  /** Each mutant stands on a line of its own, which is where Terraform points at. */
  private write(document: unknown): void {
    const text = JSON.stringify(document).replaceAll(/"Mutant\d+":/g, '\n$&');
    writeFileSync(join(this.folder, 'cdk.tf.json'), text);
  }
}
