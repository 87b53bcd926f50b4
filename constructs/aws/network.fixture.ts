import { type Block, synth, type SynthesizedStack } from '../core/synth';
import { Network, type NetworkProps } from './network';

/** The props of a network that have no default. */
export const required: NetworkProps = { environment: 'prod', zones: ['eu-west-1b', 'eu-west-1a'] };

/** A stack with that network. */
export function networkWith(props: Partial<NetworkProps> = {}): SynthesizedStack {
  return synth((stack) => {
    new Network(stack, 'Network', { ...required, ...props });
  });
}

/** The one resource of a type that has that name. */
export function named(stack: SynthesizedStack, type: string, name: string): Block {
  const found = stack.all(type).filter((block) => (block.tags as { Name: string }).Name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** How one resource refers to an attribute of another. */
export function referenceTo(stack: SynthesizedStack, type: string, block: Block, attribute = 'id') {
  const blocks = Object.entries(stack.json.resource![type]!);
  return `\${${type}.${blocks.find(([, one]) => one === block)![0]}.${attribute}}`;
}
