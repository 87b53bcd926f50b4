import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Address, addressOf, isLoopback, type Trust } from './target';

/** What the command line asks for. */
export interface Arguments {
  readonly list: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly slow: boolean;
  readonly service?: string;
  readonly prefix?: string;
  readonly only: readonly string[];
  readonly grep?: string;
  readonly login?: string;
  /** Absent only where nothing is asked. */
  readonly address?: Address;
  readonly http?: Address;
  readonly trust: Trust;
}

/** What may be named. */
export interface Known {
  readonly services: readonly string[];
  readonly mounts: readonly { readonly name: string; readonly login: boolean }[];
}

/** Everything that is wrong with a command line. */
export class UsageError extends Error {
  constructor(public readonly problems: readonly string[]) {
    super(problems.map((problem) => `- ${problem}`).join('\n'));
  }
}

/** How the command is called. */
export const usage = `npm run contract -- <base URL> [options]

  npm run contract -- https://localhost:8443                       the whole system, through the proxy
  npm run contract -- http://127.0.0.1:8080 --service goapp        one service at its own address

  --service <name>       the one service that is at the base URL
  --prefix </path>       prefix in front of that service
  --only <name>          of the system, this one alone; may be repeated
  --grep <text>          cases with this text in "service: group: name"
  --http-url <URL>       the entrance that redirects to HTTPS
  --login <user:pw>      login of the routes that ask for one; better the variable ADMIN_LOGIN
  --ca <file>            certificates to trust, in PEM
  --insecure             take any certificate; the default on this machine
  --slow                 also the cases that wait for a minute
  --list                 print the cases and ask nobody
  --json                 one JSON document instead of lines`;

const options = {
  service: { type: 'string' },
  prefix: { type: 'string' },
  only: { type: 'string', multiple: true },
  grep: { type: 'string' },
  'http-url': { type: 'string' },
  login: { type: 'string' },
  ca: { type: 'string' },
  insecure: { type: 'boolean' },
  slow: { type: 'boolean' },
  list: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const loginHint =
  "--login or the variable ADMIN_LOGIN, as user:password, is missing; compose shows it with 'docker compose exec reverse-proxy cat /var/lib/reverse-proxy/logins/admin-login.txt'";

/** Reads a command line; throws one error with every problem. */
export function readArguments(
  args: readonly string[],
  known: Known,
  environment: Readonly<Record<string, string | undefined>>,
): Arguments {
  const problems: string[] = [];
  const { values, positionals } = loosely(args, problems);
  const { list = false, json = false, help = false, slow = false, only = [] } = values;
  const asks = !list && !help;
  const address = asks ? baseOf(positionals, problems) : undefined;
  const http =
    values['http-url'] === undefined
      ? undefined
      : urlOf('--http-url', values['http-url'], problems);
  const login = values.login ?? environment.ADMIN_LOGIN;
  const given = {
    list,
    json,
    help,
    slow,
    only,
    ...withoutUndefined({ ...values, address, http, login }),
  };
  const trust = trustOf(values.ca, values.insecure, address, problems);
  const result: Arguments = { ...given, trust };
  problems.push(...selectionProblems(result, known));
  if (problems.length > 0) throw new UsageError(problems);
  return result;
}

interface Values {
  readonly service?: string;
  readonly prefix?: string;
  readonly only?: readonly string[];
  readonly grep?: string;
  readonly 'http-url'?: string;
  readonly login?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly slow?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly help?: boolean;
}

/** parseArgs stops at the first mistake when it is strict. */
function loosely(
  args: readonly string[],
  problems: string[],
): { readonly values: Values; readonly positionals: readonly string[] } {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.entries(options).find(([name]) => name === token.name)?.[1];
    if (option === undefined) problems.push(`${token.rawName} is not known; see --help`);
    else if (option.type === 'string' && (token.value ?? '') === '') {
      problems.push(`${token.rawName} needs a value`);
    } else if (option.type === 'boolean' && token.value !== undefined) {
      problems.push(`${token.rawName} takes no value, got '${token.value}'`);
    }
  }
  // an option without its value comes as true, which no other check should stumble over
  const needy = Object.entries<{ type: string }>(options).filter(
    ([, { type }]) => type === 'string',
  );
  const needsValue = new Set(needy.map(([name]) => name));
  const kept = Object.entries(values).filter(
    ([name, value]) => value !== true || !needsValue.has(name),
  );
  return { values: Object.fromEntries(kept), positionals };
}

function baseOf(positionals: readonly string[], problems: string[]): Address | undefined {
  const [base, ...more] = positionals;
  if (more.length > 0) problems.push(`one base URL is expected, got also '${more.join("', '")}'`);
  if (base === undefined) {
    problems.push('the base URL is missing, such as https://localhost:8443');
    return undefined;
  }
  return urlOf('the base URL', base, problems);
}

function urlOf(what: string, text: string, problems: string[]): Address | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    problems.push(`${what} must be like https://localhost:8443, got '${text}'`);
    return undefined;
  }
  if (url.username !== '' || url.password !== '') {
    problems.push(`${what} must not hold a login; use ADMIN_LOGIN`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    problems.push(
      `${what} must end after the port, got '${url.pathname}${url.search}'; use --prefix for a path`,
    );
  }
  return addressOf(url);
}

function trustOf(
  file: string | undefined,
  insecure: boolean | undefined,
  address: Address | undefined,
  problems: string[],
): Trust {
  if (file !== undefined && insecure === true) {
    problems.push('--ca and --insecure exclude each other');
  }
  const here = address !== undefined && isLoopback(address.host);
  const trust = { insecure: insecure ?? (here && file === undefined) };
  if (file === undefined || file === '') return trust;
  try {
    return { ...trust, ca: readFileSync(file, 'utf8') };
  } catch {
    problems.push(`--ca: there is no file '${file}' that can be read`);
    return trust;
  }
}

function selectionProblems(
  { address, service, prefix, only, login }: Arguments,
  { services, mounts }: Known,
): string[] {
  const names = [...mounts.map(({ name }) => name), 'system'];
  const needsLogin =
    service === undefined &&
    mounts.some((mount) => mount.login && (only.length === 0 || only.includes(mount.name)));
  return [
    ...(service === undefined || services.includes(service)
      ? []
      : [`--service must be one of ${services.join(', ')}, got '${service}'`]),
    ...(service !== undefined && only.length > 0
      ? ['--only chooses parts of the system, not of one --service']
      : []),
    ...(service === undefined && prefix !== undefined ? ['--prefix needs --service'] : []),
    ...(prefix === undefined || /^(\/[^/\s]+)*$/.test(prefix)
      ? []
      : [`--prefix must be like /form, got '${prefix}'`]),
    ...only
      .filter((name) => !names.includes(name))
      .map((name) => `--only must be one of ${names.join(', ')}, got '${name}'`),
    ...(login !== undefined && !/^[^:]+:./.test(login) ? ['the login must be user:password'] : []),
    // whoever has not said yet where to go is not asked for a login
    ...(address !== undefined && needsLogin && login === undefined ? [loginHint] : []),
  ];
}

function withoutUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
