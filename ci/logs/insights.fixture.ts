import { conditionOf } from './insights-filter.fixture';

/** A line with what CloudWatch Logs notes beside it. */
export interface LogEvent {
  readonly '@timestamp': number;
  readonly '@logStream': string;
  readonly '@message': string;
}

/** A row on its way through a query. */
export type Row = Readonly<Record<string, string | number | undefined>>;

/**
 * Evaluates the few commands of Logs Insights that our queries are made of, as the vendor's pages describe them. There is no
 * engine of it outside AWS: whatever the pages leave open is refused, so that no query may depend on it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function answerOf(query: string, events: readonly LogEvent[]): Row[] {
  const rows = events.map((event): Row => ({ ...fieldsOf(event['@message']), ...event }));
  return query.split('\n| ').reduce<Row[]>((found, command) => {
    const [verb, rest] = split(command, ' ');
    const run = commands[verb];
    if (!run) throw new Error(`no page was read for '${verb}'`);
    return run(rest, found);
  }, rows);
}

type Command = (rest: string, rows: Row[]) => Row[];

const commands: Readonly<Record<string, Command>> = {
  parse,
  filter: (rest, rows) => rows.filter(conditionOf(rest)),
  stats,
  sort,
  limit: (rest, rows) => rows.slice(0, Number(rest)),
  display: (rest, rows) => rows.map((row) => pick(row, rest.split(', '))),
};

/** Fields of a line that is a JSON object. */
function fieldsOf(message: string): Row {
  return message.startsWith('{') ? (JSON.parse(message) as Row) : {};
}

/** `parse <field> "<glob>" as <names>`: each asterisk is a name. */
function parse(rest: string, rows: Row[]): Row[] {
  const {
    field = '',
    glob = '',
    names = '',
  } = /^(?<field>\S+) "(?<glob>[^"]+)" as (?<names>.+)$/.exec(rest)?.groups ?? {};
  const pattern = new RegExp(`^${glob.split('*').map(escaped).join('(.*?)')}$`);
  return rows.map((row) => {
    const found = pattern.exec(String(row[field]))?.slice(1) ?? [];
    return {
      ...row,
      ...Object.fromEntries(names.split(', ').map((name, at) => [name, found[at]])),
    };
  });
}

/** `stats <function> as <name>, ... by <fields>`: one row for each set of values. */
function stats(rest: string, rows: Row[]): Row[] {
  const [what, by] = split(rest, ' by ');
  const fields = by.split(', ');
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(fields.map((field) => row[field] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => ({
    ...pick(group[0] ?? {}, fields),
    ...Object.fromEntries(what.split(', ').map((one) => aggregate(one, group))),
  }));
}

function aggregate(text: string, group: readonly Row[]): [string, Row[string]] {
  const {
    verb = '',
    field = '',
    name = '',
  } = /^(?<verb>\w+)\((?<field>[@*\w]+)\) as (?<name>\w+)$/.exec(text)?.groups ?? {};
  const numbers = group.map((row) => Number(row[field]));
  const byTime = [...group].sort((a, b) => Number(a['@timestamp']) - Number(b['@timestamp']));
  const values: Readonly<Record<string, Row[string]>> = {
    count: group.length,
    min: Math.min(...numbers),
    max: Math.max(...numbers),
    latest: byTime.at(-1)?.[field],
  };
  if (!(verb in values)) throw new Error(`no page was read for '${text}'`);
  return [name, values[verb]];
}

function sort(rest: string, rows: Row[]): Row[] {
  const [field, order] = split(rest, ' ');
  const sign = { asc: 1, desc: -1 }[order];
  if (sign === undefined) throw new Error(`'${order}' is no order`);
  return [...rows].sort((a, b) => sign * (Number(a[field]) - Number(b[field])));
}

function pick(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
