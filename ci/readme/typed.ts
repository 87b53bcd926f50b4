import { dirname } from 'node:path';
import type { Page } from '../docs/markdown';

/** A command as a reader types it. */
export interface Typed {
  /** Page and line, for messages. */
  readonly place: string;
  readonly page: string;

  /** The nearest heading above it. */
  readonly heading: string;

  /** Without the comment behind it; a continued line is one command. */
  readonly command: string;

  /** Number of the block on its page, or undefined for one in the middle of a sentence or a table. */
  readonly block: number | undefined;
}

/** Programs that the pages tell to type. */
const programs =
  /^(?:[A-Z_]+=\S+ )*(?:npm|npx|docker|git|curl|aws|gcloud|terraform|tofu|gh|cosign|go|golangci-lint|ruff|node|python|pip|sqlite3|valkey-cli|rm|cd|sudo|cdktf) \S/;
/** What a shell does by itself. */
const builtin = /^(?:export |\w+=(?:"?\$\(.*\)"?|\S+)$)/;

/** Pages that tell a reader what to type; decisions, constructs and traps are read, not typed. */
export function isGuide({ path }: Pick<Page, 'path'>): boolean {
  return !/^(?:CHANGELOG|docs\/(?:adr\/|constructs\/|gotchas))/.test(path);
}

/** The commands of a page: of its blocks for a shell, and those between two backticks. */
export function typedOn({ path, text }: Page): Typed[] {
  const state: Reading = { fence: undefined, heading: '', block: 0, inside: false };
  return joined(text).flatMap(({ line, at }) => {
    const kind = read(state, line);
    const make = (command: string, block?: number): Typed => ({
      ...{ place: `${path}:${at}`, page: path, heading: state.heading, command, block },
    });
    if (kind === 'shell') {
      const command = withoutComment(line.trim());
      return command === '' ? [] : [make(command, state.block)];
    }
    if (kind !== 'prose') return [];
    return [...line.matchAll(/`([^`\n]+)`/g)]
      .map(([, span = '']) => withoutComment(span))
      .filter((span) => programs.test(span))
      .map((span) => make(span));
  });
}

/** The parts of a command that each are one: `npm ci && npm start` is two. */
export function partsOf(command: string): string[] {
  return command
    .split(' && ')
    .map((part) => part.trim())
    .filter((part) => !builtin.test(part));
}

/** The folder in which a page's commands are typed where it does not say so: that of a service, or the root. */
export function folderOf(page: string): string {
  const folder = dirname(page);
  return /^services\/[^/]+$/.test(folder) ? folder : '.';
}

interface Reading {
  fence: string | undefined;
  heading: string;
  block: number;
  inside: boolean;
}

/** What a line is, and what is known after it. */
function read(state: Reading, line: string): 'shell' | 'prose' | 'other' {
  const [, info] = /^\s*```(.*)$/.exec(line) ?? [];
  if (info !== undefined) {
    state.fence = state.fence === undefined ? info.trim() : undefined;
    if (state.fence === 'sh') state.block += 1;
    state.inside = false;
    return 'other';
  }
  if (state.fence !== undefined) return state.fence === 'sh' ? 'shell' : 'other';
  const [, heading] = /^#+ (.+)$/.exec(line) ?? [];
  if (heading !== undefined) state.heading = heading;
  const indented = /^ {4}\S/.test(line);
  // a block begins with something to type; an indented text of another kind does not
  const begins =
    indented && !state.inside && (programs.test(line.trim()) || builtin.test(line.trim()));
  if (begins) state.block += 1;
  state.inside = begins || (state.inside && (indented || line.trim() === ''));
  return state.inside ? 'shell' : 'prose';
}

/** The lines of a text, those that end with a backslash joined to the next, each with the number of its first. */
function joined(text: string): { line: string; at: number }[] {
  const lines: { line: string; at: number }[] = [];
  let open = false;
  for (const [index, line] of text.split('\n').entries()) {
    const last = lines.at(-1);
    const content = line.replace(/\s*\\$/, '');
    if (open && last) last.line += ` ${content.trim()}`;
    else lines.push({ line: content, at: index + 1 });
    open = content !== line;
  }
  return lines;
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s+)# .*$/, '').trim();
}
