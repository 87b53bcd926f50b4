/** An arrow of a drawing: from, to, and the text on it. */
export type Arrow = readonly [from: string, to: string, text: string];

/**
 * The arrows of a Mermaid flowchart, one per line. A node is called what the first line of its label says.
 *
 * @example
 * arrowsOf('proxy["reverse-proxy<br>nginx"] -->|"/form"| form[users-form]') // [['reverse-proxy', 'users-form', '/form']]
 */
export function arrowsOf(drawing: string): Arrow[] {
  const names = new Map(
    [...drawing.matchAll(/(\w+)[[({]+"?([^\])}"<]+)/g)].map(([, id = '', label = '']) => [
      id,
      label,
    ]),
  );
  const nameOf = (id: string) => names.get(id) ?? id;
  return drawing.split('\n').flatMap((line) => {
    const [left, right] = line.split('-->').map((side) => side.trim());
    if (left === undefined || right === undefined) return [];
    const [, text = '', node = ''] = /^(?:\|"?([^"|]*)"?\|)?\s*(.*)$/.exec(right) ?? [];
    return [[nameOf(idOf(left)), nameOf(idOf(node)), text] as const];
  });
}

function idOf(node: string): string {
  return /^\w+/.exec(node)?.[0] ?? '';
}
