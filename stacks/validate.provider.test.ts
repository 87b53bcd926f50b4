import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lacking, mirrorOf, neededProviders } from '../ci/providers/needed';
import { Workspace } from '../ci/providers/workspace';
import { composeApp } from './app';
import { settingsFrom } from './settings';

const rows = neededHere().map((provider) => ({ ...provider, lacks: lacking(provider) }));
const present = rows.filter(({ lacks }) => lacks.length === 0);

/** The providers of all stacks, AWS aside. */
function neededHere(): ReturnType<typeof neededProviders> {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-needed-'));
  try {
    composeApp(settingsFrom({}), { outdir }).synth();
    return neededProviders(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** With the identities of a pipeline and a budget, which a fresh clone has not. */
const settings = settingsFrom({
  SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo',
  SLIPWAY_GITHUB_REPOSITORY_ID: '74',
  SLIPWAY_GCP_BILLING_ACCOUNT: '012345-6789AB-CDEF01',
  SLIPWAY_GCP_BUDGET: '200',
});

describe('the real providers', () => {
  it('are looked for', () => {
    expect(rows.map(({ source }) => source)).toContain('kreuzwerker/docker');
  });

  it.each(present)('$source $version accepts $stacks', async (provider) => {
    const workspace = new Workspace(mirrorOf(provider)!);
    composeApp(settings, { outdir: workspace.output }).synth();

    const verdicts: unknown[] = [];
    for (const stack of provider.stacks) {
      const init = await workspace.terraform(stack, 'init', '-backend=false', '-input=false');
      const { output } = await workspace.terraform(stack, 'validate', '-json');
      verdicts.push({ stack, init: init.code, ...(JSON.parse(output) as object) });
    }
    await workspace.close();

    expect(verdicts).toEqual(
      provider.stacks.map(
        (stack) => expect.objectContaining({ stack, init: 0, valid: true }) as object,
      ),
    );
  });
});
