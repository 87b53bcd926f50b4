import { Testing } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { synthStack } from '../../constructs/core/synth';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/settings';
import type { Document } from './mutants/mutant';

/** The synthesized document of every stack of the system, by name. */
export function synthesizedDocuments(): Map<string, Document> {
  const app = composeApp(settingsFrom({}), { outdir: Testing.app().outdir });
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  return new Map(
    stacks.map((stack) => [stack.node.id, synthStack(app, stack).json as unknown as Document]),
  );
}
