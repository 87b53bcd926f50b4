import { cellsOf } from './table';

/** A table that a comment announces: `<!-- props ClusterProps of constructs/aws/cluster.ts -->`. */
export interface AnnouncedTable {
  /** First word of the comment. */
  readonly kind: 'props' | 'counts' | 'errors' | 'cost' | 'rules' | 'blind-spots';

  /** The rest of the comment. */
  readonly subject: string;

  /** Number of the comment's line, from 1. */
  readonly line: number;

  /** The rows below the heading, each cell without its blanks. */
  readonly rows: readonly (readonly string[])[];
}

const announcement =
  /^<!-- (?<kind>props|counts|errors|cost|rules|blind-spots)(?: (?<subject>.+))? -->$/;

/** The tables of a page that are made from something. */
export function announcedTables(text: string): AnnouncedTable[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const groups = announcement.exec(line)?.groups;
    if (!groups) return [];
    const { kind, subject = '' } = groups as { kind: AnnouncedTable['kind']; subject?: string };
    const rows = tableAfter(lines, at).slice(2);
    return [{ kind, subject, line: at + 1, rows: rows.map(cellsOf) }];
  });
}

/** The page with the table below a comment's line replaced. */
export function withTable(
  text: string,
  line: number,
  rows: readonly (readonly string[])[],
): string {
  const lines = text.split('\n');
  const old = tableAfter(lines, line - 1);
  const replaced = old.length === 0 ? ['', ...render(rows)] : render(rows);
  lines.splice(old.length === 0 ? line : line + 1, old.length, ...replaced);
  return lines.join('\n');
}

/** The lines of the table below a comment, one blank line in between. */
function tableAfter(lines: readonly string[], comment: number): string[] {
  const start = comment + 2;
  let end = start;
  while (lines[end]?.startsWith('|')) end += 1;
  return lines.slice(start, end);
}

/** As Prettier aligns a table, so that a rewritten page is formatted. */
function render(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [heading = [], ...body] = rows;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}
