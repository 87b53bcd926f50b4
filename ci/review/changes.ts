import { reviewStack } from '../../constructs/review/review';
import type { Edge } from '../../constructs/review/graph';
import { printPorts } from '../../constructs/review/port-range';
import type { StackFile } from '../../constructs/review/stack-file';

/** What a change does to one stack. */
export interface StackChange {
  readonly stack: string;

  /** Ways that are there afterwards and were not before: `internet -> reverse-proxy:8080`. */
  readonly opened: readonly string[];

  /** Ways that were there before. */
  readonly closed: readonly string[];

  /** Addresses of resources that keep data and are gone. */
  readonly lost: readonly string[];
}

/** Types of resources that hold what cannot be made again from the code. */
const stateful: readonly string[] = [
  'aws_efs_file_system',
  'aws_elasticache_replication_group',
  'aws_kms_key',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'docker_volume',
  'google_memorystore_instance',
  'google_storage_bucket',
];

/** What differs between two folders of synthesized stacks, in the order of the stacks' names; nothing where nothing does. */
export function changesBetween(
  before: readonly StackFile[],
  after: readonly StackFile[],
): StackChange[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names
    .map((stack) => {
      const [old, now] = [before, after].map((all) => all.find(({ name }) => name === stack));
      const [was, is] = [waysOf(old), waysOf(now)];
      const [had, has] = [keepersOf(old), keepersOf(now)];
      return {
        stack,
        opened: is.filter((way) => !was.includes(way)),
        closed: was.filter((way) => !is.includes(way)),
        lost: had.filter((address) => !has.includes(address)),
      };
    })
    .filter(({ opened, closed, lost }) => opened.length + closed.length + lost.length > 0);
}

/** The changes as Markdown, for a comment. */
export function markdownOfChanges(changes: readonly StackChange[]): string {
  if (changes.length === 0) return '### Who reaches whom\n\nNothing changes.\n';
  const parts = changes.map(({ stack, opened, closed, lost }) => {
    const lines = [
      ...opened.map((way) => `+ ${way}`),
      ...closed.map((way) => `- ${way}`),
      ...lost.map((address) => `! ${address} keeps data and is removed`),
    ];
    return `**${stack}**\n\n\`\`\`diff\n${lines.join('\n')}\n\`\`\`\n`;
  });
  return `### Who reaches whom\n\n${parts.join('\n')}`;
}

function waysOf(file: StackFile | undefined): string[] {
  if (!file) return [];
  const { edges, exits } = reviewStack(file.document);
  return [...new Set([...edges, ...exits].map(wayOf))].sort();
}

function wayOf({ from, to, ports, through, verdict }: Edge): string {
  const by = through === undefined ? '' : ` (through ${through})`;
  return `${from} -> ${to}:${printPorts(ports)}${by}${verdict === 'unknown' ? ' (cannot be told)' : ''}`;
}

function keepersOf(file: StackFile | undefined): string[] {
  const resources = (file?.document.resource ?? {}) as Readonly<Record<string, object>>;
  return stateful.flatMap((type) =>
    Object.keys(resources[type] ?? {}).map((name) => `${type}.${name}`),
  );
}
