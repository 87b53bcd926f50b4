import type { Programs } from '../terraform/programs';
import type { Typed } from './typed';

/** What became of one line. */
export interface Ran {
  readonly typed: Typed;

  /** Whether the shell came to it and it ended well. */
  readonly ok: boolean;

  /** What it printed; undefined where an earlier line of its chapter failed. */
  readonly output: string | undefined;
}

/** Lines to be typed into one shell, one after the other. */
export interface Lines {
  readonly typed: readonly Typed[];

  /** Where a line is typed, from the root, and what is to be done before it where a passage begins. */
  readonly passageOf: (typed: Typed) => { readonly folder: string; readonly before: string };

  /** Other ports and names than those that the pages have, which may be a person's. */
  readonly replaced: (command: string) => string;
}

/** Where and with what lines are typed. */
export interface Shell {
  readonly programs: Programs;
  readonly root: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly limitSeconds: number;
}

const mark = '\u001E';

/** What a person does beside typing: answers a question, opens a second terminal, waits for what is starting. */
const person = String.raw`
set -euo pipefail
npx() {
  case "$1 \${2-}" in
    'cdktf deploy' | 'cdktf destroy') command npx "$@" --auto-approve --skip-provider-lock ;;
    *) command npx "$@" ;;
  esac
}
aws() { "$SLIPWAY_PYTHON" -m awscli "$@"; }
docker() {
  if [ "$1" != run ]; then command docker "$@"; return; fi
  shift
  local id word words=()
  # one that ends at once has to stay until its log is read
  for word; do [ "$word" = --rm ] || words+=("$word"); done
  id=$(command docker run --detach --label "slipway-docs=$SLIPWAY_DOCS" "\${words[@]}")
  sleep 2
  [ "$(command docker inspect -f '{{.State.Running}}' "$id")" = true ] || { command docker logs "$id"; return 1; }
}
curl() { command curl --retry 20 --retry-delay 1 --retry-all-errors --silent --show-error "$@"; }
close_terminals() {
  local ids
  ids=$(command docker ps --all --quiet --filter "label=slipway-docs=$SLIPWAY_DOCS")
  [ -z "$ids" ] || command docker rm --force --volumes $ids >/dev/null
}
`.replaceAll('\\$', '$');

/** Types lines into one shell, which stops at the first that fails, and tells what became of each. */
export async function typeLines(lines: Lines, shell: Shell): Promise<Ran[]> {
  const { code, output } = await shell.programs.run('bash', ['-c', scriptOf(lines, shell.root)], {
    folder: shell.root,
    variables: shell.variables,
    limitSeconds: shell.limitSeconds,
  });
  const printed = output.split(new RegExp(`${mark}\\d+\n`)).slice(1);
  return lines.typed.map((typed, at) => ({
    typed,
    ok: at < printed.length && (code === 0 || at < printed.length - 1),
    output: printed[at],
  }));
}

function scriptOf({ typed, passageOf, replaced }: Lines, root: string): string {
  const begun = new Set<string>();
  const script = typed.flatMap((one, at) => {
    const last = typed[at - 1];
    const sameBlock =
      one.block !== undefined && last?.block === one.block && last.page === one.page;
    const { folder, before } = passageOf(one);
    const cd = `cd ${quoted(`${root}/${folder}`)}`;
    const begin = sameBlock ? [] : ['close_terminals', cd, ...(begun.has(before) ? [] : [before])];
    begun.add(before);
    return [...begin, `printf '\\036${at}\\n'`, replaced(one.command)];
  });
  return [person, ...script, 'close_terminals'].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
