import Elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs';
import type { Backing } from '../../constructs/core/backing';
import type { System } from '../../constructs/core/system';

/** What a box stands for. */
export type Kind = 'visitor' | 'proxy' | 'workload' | 'backing';

/** A box with its two lines of text. */
export interface Box {
  readonly name: string;
  readonly kind: Kind;
  readonly note: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line with an arrow at its end, and the text on it where there is one. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly text: { readonly words: string; readonly x: number; readonly y: number } | undefined;
}

/** Where everything stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** The name of whoever looks from outside. */
export const visitor = 'browser';
/** The name of the way in. */
export const entrance = 'reverse-proxy';

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.spacing.nodeNode': '18',
  'elk.padding': '[top=28,left=16,bottom=28,right=16]',
};
const height = 46;
/** Width of a letter, with room: the drawing must hold whatever font a reader has. */
const letter = 8;

/** Lays a system out from left to right: who looks, the way in, who is called, where data stays. */
export async function layoutOf(system: System): Promise<Layout> {
  const notes = notesOf(system);
  const graph: ElkNode = {
    id: 'system',
    layoutOptions: options,
    children: [...notes].map(([id, [, note]]) => ({ id, height, width: widthOf(id, note) })),
    edges: edgesOf(system),
  };
  const laid = await new Elk().layout(graph);
  const boxes = (laid.children ?? []).map((node) => boxOf(node, notes.get(node.id)));
  const lines = (laid.edges ?? []).map(lineOf);
  return { width: laid.width ?? 0, height: laid.height ?? 0, boxes, lines };
}

/** Each box's kind and second line, in the order of the declaration. */
function notesOf({ workloads, backings }: System): Map<string, readonly [Kind, string]> {
  return new Map<string, readonly [Kind, string]>([
    [visitor, ['visitor', 'HTTPS']],
    [entrance, ['proxy', 'nginx, the one way in']],
    ...Object.entries(workloads).map(
      ([name, { port, protocol }]) =>
        [name, ['workload', `port ${port}${protocol === 'websocket' ? ', sockets' : ''}`]] as const,
    ),
    ...Object.entries(backings).map(
      ([name, backing]) => [name, ['backing', noteOf(backing)]] as const,
    ),
  ]);
}

function noteOf(backing: Backing): string {
  if (backing.kind !== 'files') return backing.kind;
  return backing.singleWriter ? 'files, one writer' : 'files';
}

function edgesOf({ routes, connections, backingConnections }: System): ElkExtendedEdge[] {
  const arrows = [
    [visitor, entrance, undefined] as const,
    ...routes.map(({ path, target }) => [entrance, target, path] as const),
    ...[...connections, ...backingConnections].map(
      ({ from, to }) => [from, to, undefined] as const,
    ),
  ];
  return arrows.map(([from, to, words], at) => ({
    id: `arrow-${at}`,
    sources: [from],
    targets: [to],
    labels:
      words === undefined ? [] : [{ text: words, width: words.length * letter + 8, height: 18 }],
  }));
}

function widthOf(name: string, note: string): number {
  return Math.max(name.length * letter, note.length * (letter - 1)) + 32;
}

function boxOf(
  { id, x = 0, y = 0, width = 0, height: high = 0 }: ElkNode,
  [kind, note]: readonly [Kind, string] = ['workload', ''],
): Box {
  return { name: id, kind, note, x, y, width, height: high };
}

function lineOf({ sources, targets, sections = [], labels = [] }: ElkExtendedEdge): Line {
  const [section] = sections;
  const points = section
    ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
    : [];
  const [label] = labels;
  return {
    from: sources[0] ?? '',
    to: targets[0] ?? '',
    points: points.map(({ x, y }) => [x, y] as const),
    text: label && {
      words: label.text ?? '',
      x: (label.x ?? 0) + (label.width ?? 0) / 2,
      y: (label.y ?? 0) + (label.height ?? 0) / 2,
    },
  };
}
