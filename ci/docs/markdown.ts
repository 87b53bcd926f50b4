import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of code. */
export interface Fence {
  /** What stands behind the three backticks, for example `ts counts=aws_lb:1`. */
  readonly info: string;

  readonly text: string;

  /** Number of the line with the opening backticks, from 1. */
  readonly line: number;
}

/** A page of Markdown, taken apart. */
export interface Page {
  /** Path from the repository root, with `/` between its parts. */
  readonly path: string;

  readonly text: string;
  readonly fences: readonly Fence[];

  /** The text without code of any kind. */
  readonly prose: string;

  /** Every piece of code: fenced blocks, indented blocks and code spans. */
  readonly code: readonly string[];
}

/** Folders that hold no text of ours; those that start with a dot are left out too. */
const foreign = new Set(['node_modules', 'dist', 'coverage', 'cdktf.out']);

/** Every Markdown page below a folder, sorted by path. Git is not asked: an unpacked archive has none. */
export function pagesBelow(root: string, below = ''): Page[] {
  return readdirSync(join(root, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        return foreign.has(entry.name) || entry.name.startsWith('.') ? [] : pagesBelow(root, path);
      }
      return entry.name.endsWith('.md')
        ? [pageOf(path, readFileSync(join(root, path), 'utf8'))]
        : [];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Takes a page apart. */
export function pageOf(path: string, text: string): Page {
  const fences: Fence[] = [];
  const rest: string[] = [];
  const indented: string[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const fence = /^\s*```(?<info>.*)$/.exec(line);
    if (fence && open) {
      fences.push({ info: open.info, text: open.lines.join('\n'), line: open.line });
      open = undefined;
    } else if (fence) open = { info: (fence.groups?.info ?? '').trim(), line: at + 1, lines: [] };
    else if (open) open.lines.push(line);
    else if (/^ {4}/.test(line)) indented.push(line.trim());
    else rest.push(line);
  }
  const spans: string[] = [];
  const prose = rest.join('\n').replaceAll(/`([^`\n]+)`/g, (_, span: string) => {
    spans.push(span);
    return '`';
  });
  return {
    path,
    text,
    fences,
    prose,
    code: [...fences.map((one) => one.text), ...indented, ...spans],
  };
}

/** The targets of a page's links and pictures. */
export function linksOf({ prose }: Page): string[] {
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors of a page's headings, made as GitHub makes them. */
export function anchorsOf({ text, fences }: Page): string[] {
  const code = new Set(fences.flatMap((fence) => fence.text.split('\n')));
  const seen = new Map<string, number>();
  return text
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line) && !code.has(line))
    .map((line) => {
      const slug = line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    });
}

/** Number of lines of a page. */
export function lineCount({ text }: Page): number {
  return text.trimEnd().split('\n').length;
}
