import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/settings';
import type { Pin } from './ask-terraform';

/**
 * The parsed cdk.tf.json of every stack of the app, by its name.
 *
 * @param variables what is set, or nothing as in a fresh clone
 */
export function synthesizedStacks(
  variables: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-schema-'));
  try {
    composeApp(settingsFrom({ ...variables }), { outdir }).synth();
    return Object.fromEntries(
      readdirSync(join(outdir, 'stacks')).map((name) => [
        name,
        JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as unknown,
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The providers that synthesized stacks pin, each once. */
export function pinnedProviders(stacks: readonly unknown[]): Pin[] {
  const pins = stacks.flatMap((stack) => {
    const { terraform } = stack as {
      readonly terraform: { readonly required_providers: Readonly<Record<string, Pin>> };
    };
    return Object.values(terraform.required_providers);
  });
  // a short address means the namespace of HashiCorp
  const full = pins.map(({ source, version }) => ({
    source: source.includes('/') ? source : `hashicorp/${source}`,
    version,
  }));
  return [...new Map(full.map((pin) => [`${pin.source} ${pin.version}`, pin])).values()];
}
