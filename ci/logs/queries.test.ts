import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requestIdToReplace } from '../../constructs/aws/log-query';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { system } from '../../services/system';
import { answerOf, type LogEvent, type Row } from './insights.fixture';
import { proxyLine, recorded, requestShapes } from './recorded-lines.fixture';

interface Query {
  readonly name: string;
  readonly query_string: string;
  readonly log_group_names: readonly string[];
}

interface Container {
  readonly name: string;
  readonly logConfiguration: { readonly options: Readonly<Record<string, string>> };
}

type Blocks<Block> = Readonly<Record<string, Block>>;

const { resource } = JSON.parse(
  readFileSync(join(repositoryRoot(), 'stacks/__snapshots__/ecs-prod.json'), 'utf8'),
) as {
  readonly resource: {
    readonly aws_cloudwatch_query_definition: Blocks<Query>;
    readonly aws_cloudwatch_log_group: Blocks<{ readonly name: string }>;
    readonly aws_ecs_task_definition: Blocks<{ readonly container_definitions: Container[] }>;
  };
};
const queries = Object.values(resource.aws_cloudwatch_query_definition);
const containers = Object.values(resource.aws_ecs_task_definition).flatMap(
  ({ container_definitions }) => container_definitions,
);

/** Which folder of lines a service of the stack writes like; uptime is frozen and writes none. */
const linesOf = (service: string): readonly string[] => {
  if (service === 'reverse-proxy') return proxyLines;
  if (service === 'uptime') return [];
  return recorded[service.replace(/^site-.$/, 'static-site')] ?? [];
};
const proxyLines = [
  proxyLine({ status: 200, path: '/admin', seconds: '0.012', id: '7f3c1a' }),
  proxyLine({ status: 502, path: '/admin/api/users/[error] ', seconds: '0.004', id: '9b2d4e' }),
  proxyLine({ status: 200, path: '/admin/slow', seconds: '1.254', id: '3d4e5f' }),
  proxyLine({ status: 101, path: '/api/socket', seconds: '3600.001', id: '1a2b3c' }),
  '2026/11/22 00:01:45 [error] 7#7: *12 connect() failed (111: Connection refused) while connecting to upstream',
  '2026/11/22 00:01:45 [warn] 7#7: *12 a client request body is buffered to a temporary file',
  'nginx: [emerg] host not found in upstream "adminapp:3000" in /var/lib/reverse-proxy/nginx.conf:80',
];

/** What all tasks of the stack wrote, a line a second, in the streams that Fargate makes. */
const events = containers.flatMap(({ name, logConfiguration: { options } }, service) =>
  linesOf(name).map((message, second): LogEvent & { readonly group: string } => ({
    group: options['awslogs-group'] ?? '',
    '@timestamp': 1_000_000 + second * 1000 + service,
    '@logStream': `${options['awslogs-stream-prefix']}/${name}/${service}f00`,
    '@message': message,
  })),
);

const named = (name: string): Query => {
  const found = queries.find((query) => query.name === `slipway/ecs-prod/${name}`);
  if (!found) throw new Error(`there is no query '${name}'`);
  return found;
};

/** What a query of the stack answers, asked of the groups that it is bound to. */
function asked(name: string, change = (query: string) => query): Row[] {
  const { query_string, log_group_names } = named(name);
  const read = events.filter(({ group }) => log_group_names.includes(group));
  return answerOf(
    change(query_string),
    read.map(({ group: _, ...event }) => event),
  );
}

/** Names in a query that are no word of the language, no value and nothing that the query itself makes. */
function fieldsIn({ query_string }: Query): string[] {
  const words = query_string
    .replaceAll(/"[^"]*"|\/(?:\\.|[^/\\])+\//g, ' ')
    .replaceAll(/\b\d[\d.]*/g, ' ')
    .match(/@?[A-Za-z_]\w*/g);
  const made = [...query_string.matchAll(/ as ((?:\w+, )*\w+)/g)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  return [...new Set(words)].filter((word) => !language.has(word) && !made.includes(word));
}
const language = new Set(
  'parse filter stats sort limit display as by in or and like asc desc count min max latest ispresent'.split(
    ' ',
  ),
);

describe('the saved queries of ecs-prod', () => {
  it('have names of their own in one folder, and no name or query that is too long', () => {
    const names = queries.map(({ name }) => name);

    expect(names).toHaveLength(5);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, query_string, log_group_names } of queries) {
      expect(name).toMatch(/^slipway\/ecs-prod\/[a-z-]+$/);
      expect(name.length).toBeLessThanOrEqual(255);
      expect(query_string.length).toBeLessThanOrEqual(10_000);
      expect(log_group_names.length).toBeLessThanOrEqual(50);
    }
  });

  it('read groups of the stack that containers write to, in streams that begin with the service', () => {
    const groups = Object.keys(resource.aws_cloudwatch_log_group);
    const written = containers.map(({ logConfiguration: { options } }) => options['awslogs-group']);

    for (const { log_group_names } of queries) {
      for (const reference of log_group_names) {
        expect(written).toContain(reference);
        expect(groups.map((id) => `\${aws_cloudwatch_log_group.${id}.name}`)).toContain(reference);
      }
    }
    for (const { name, logConfiguration } of containers) {
      expect(logConfiguration.options['awslogs-stream-prefix']).toBe(name);
    }
  });

  it('are what the documents call them, and each is named by a runbook', () => {
    const names = queries.map(({ name }) => name);
    const texts = (folder: string) =>
      readdirSync(join(repositoryRoot(), folder))
        .filter((file) => file.endsWith('.md'))
        .map((file) => readFileSync(join(repositoryRoot(), folder, file), 'utf8'));
    const namedIn = (all: readonly string[]) => [
      ...new Set(all.flatMap((text) => text.match(/slipway\/ecs-prod\/[a-z-]+/g) ?? [])),
    ];

    expect(namedIn(texts('docs/runbooks')).sort()).toEqual([...names].sort());
    for (const name of namedIn([...texts('docs'), ...texts('docs/constructs')])) {
      expect(names).toContain(name);
    }
  });

  it('leave out no service', () => {
    const services = [...Object.keys(system.workloads), 'reverse-proxy'];

    expect(containers.map(({ name }) => name).sort()).toEqual(services.sort());
    for (const name of ['errors-by-service', 'request-by-id', 'task-starts-and-stops']) {
      expect(named(name).log_group_names).toHaveLength(services.length);
    }
  });

  it.each(queries)('$name asks for fields that lines of its groups have', (query) => {
    const lines = events.filter(({ group }) => query.log_group_names.includes(group));
    const there = new Set([
      ...['@timestamp', '@logStream', '@message'],
      ...lines
        .filter((line) => line['@message'].startsWith('{'))
        .flatMap((line) => Object.keys(JSON.parse(line['@message']) as object)),
    ]);

    expect(fieldsIn(query).length).toBeGreaterThan(0);
    expect(fieldsIn(query).filter((field) => !there.has(field))).toEqual([]);
  });

  it('count the errors of every logger, whatever it calls the level', () => {
    const rows = asked('errors-by-service');
    const errors = rows.map(({ service, msg, status, errors }) => [service, msg, status, errors]);

    expect(errors).toHaveLength(10);
    expect(errors).toEqual(
      expect.arrayContaining([
        // Go writes ERROR, and nothing but that tells of a line without a status
        ['goapp', 'goapp failed', undefined, 1],
        ['goapp', 'request served', 503, 1],
        ['users-api', 'request served', 503, 1],
        ['site-b', 'request served', 503, 1],
        ['adminapp', 'request served', 502, 1],
        ['users-form', 'request served', 502, 1],
        ['webapp', 'handler failed', undefined, 1],
        ['webapp', 'request served', 500, 1],
        ['reverse-proxy', 'request served', 502, 1],
      ]),
    );
    expect(rows.find(({ service, status }) => service === 'goapp' && status)?.newest_request).toBe(
      '5e6f7a',
    );
  });

  it('follow one request through the services', () => {
    const rows = asked('request-by-id', (query) => query.replace(requestIdToReplace, '9b2d4e'));

    expect(rows.map(({ service }) => service)).toEqual(
      expect.arrayContaining(['reverse-proxy', 'adminapp', 'goapp', 'users-form', 'pythonapp']),
    );
    expect(rows.every(({ task, msg }) => task !== undefined && msg !== undefined)).toBe(true);
    expect(rows.map((row) => Number(row['@timestamp']))).toEqual(
      [...rows.map((row) => Number(row['@timestamp']))].sort((a, b) => a - b),
    );
    expect(asked('request-by-id')).toEqual([]);
  });

  it('find the slow requests, and no socket that a visitor kept open', () => {
    const rows = asked('slow-requests').map((row) => [row.service, row.duration_ms, row.path]);

    expect(rows).toEqual([
      ['reverse-proxy', 1254, '/admin/slow'],
      ['webapp', 1251.053, '/slow'],
      ['adminapp', 1251.04, '/admin/slow'],
    ]);
  });

  it('find what the public got as an error, and what nginx says of it', () => {
    const rows = asked('entrance-errors');

    expect(rows.map((row) => row.status ?? String(row['@message']).slice(0, 28))).toEqual([
      'nginx: [emerg] host not foun',
      '2026/11/22 00:01:45 [error] ',
      502,
    ]);
  });

  it('tell when each task began and fell silent, and what it said last', () => {
    const rows = asked('task-starts-and-stops');
    const goapp = rows.find(({ service }) => service === 'goapp');

    // uptime writes nothing
    expect(rows).toHaveLength(containers.length - 1);
    expect(goapp?.task).toMatch(/f00$/);
    expect(Number(goapp?.last_line) - Number(goapp?.first_line)).toBe(6000);
    expect(goapp?.last_words).toBe(recorded.goapp?.at(-1));
  });
});

describe('the evaluator of these queries', () => {
  const event = { '@timestamp': 1, '@logStream': 'a/a/1', '@message': '{"status":200}' };

  it.each([
    ['a command that is not there', 'dedup status', "no page was read for 'dedup'"],
    ['an operator that is not there', 'filter status ~ 1', 'is no part of a filter'],
    ['a comparison of two kinds', 'filter status = "200"', 'are of two kinds'],
    ['a missing field that is unequal', 'filter path != "/"', 'are of two kinds'],
    ['an unfinished filter', 'filter (status = 200', "must have ')'"],
    ['a filter that goes on', 'filter status = 200 200', 'is left of a filter'],
    ['a function that is not there', 'stats avg(status) as mean by path', 'no page was read for'],
  ])('refuses %s', (_, query, problem) => {
    expect(() => answerOf(query, [event])).toThrow(problem);
  });
});

describe('the recorded lines', () => {
  it('are of every service that logs', () => {
    const logging = Object.keys(system.workloads).filter((name) => name !== 'uptime');

    expect(logging.filter((name) => linesOf(name).length === 0)).toEqual([]);
    for (const lines of Object.values(recorded)) expect(requestShapes(lines)).toHaveLength(1);
  });

  it('have a shape that tells a renamed field, another type and another level', () => {
    const [line = ''] = recorded.goapp?.filter((one) => one.includes('/users"')) ?? [];
    const shapes = [
      line,
      line.replace('duration_ms', 'duration'),
      line.replace('200', '"200"'),
      line.replace('INFO', 'info'),
    ].flatMap((one) => requestShapes([one]));

    expect(new Set(shapes).size).toBe(4);
  });
});
