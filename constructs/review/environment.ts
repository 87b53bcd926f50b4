import { gunzipSync } from 'node:zlib';

/** A call that the variables of a container announce. */
export interface AnnouncedCall {
  /** Name of the variable. */
  readonly variable: string;

  /** Host that is called. */
  readonly host: string;

  /** Port that is called. */
  readonly port: number;
}

const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  redis: 6379,
  rediss: 6379,
};
/** Larger than any configuration that a task definition can carry, so that a hostile one ends early. */
const largestConfiguration = 4 * 1024 * 1024;

/**
 * The calls that variables announce: hosts of URLs, and the upstreams of an nginx configuration, which comes compressed.
 * Values with expressions are read as they are: what Terraform fills in is no host that a name could be compared with.
 */
export function announcedCalls(variables: ReadonlyMap<string, string>): AnnouncedCall[] {
  const calls = [...variables].flatMap(([variable, value]) => [
    ...urlsIn(value).map((call) => ({ variable, ...call })),
    ...upstreamsIn(nginxText(value)).map((call) => ({ variable, ...call })),
  ]);
  const unique = new Map(calls.map((call) => [`${call.variable} ${call.host}:${call.port}`, call]));
  return [...unique.values()];
}

/** A URL whose host and port are written out: neither goes on in an expression. */
const url =
  /\b([a-z][a-z0-9+]*):\/\/(?:[^\s/@]*@)?([a-z0-9._-]+)(?::(\d{1,5})(?![\d$%])|(?![\w.:$%-]))/gi;

function urlsIn(value: string): { host: string; port: number }[] {
  return [...value.matchAll(url)].flatMap(([, scheme = '', host = '', port]) => {
    const known = port === undefined ? defaultPorts[scheme.toLowerCase()] : Number(port);
    return known === undefined ? [] : [{ host: host.toLowerCase(), port: known }];
  });
}

/** The text of a configuration that is compressed by gzip and encoded in base64, or ''. */
export function nginxText(value: string): string {
  // the first bytes of gzip in base64
  if (!value.startsWith('H4sI')) return '';
  try {
    const bytes = gunzipSync(Buffer.from(value, 'base64'), {
      maxOutputLength: largestConfiguration,
    });
    return bytes.toString('utf8');
  } catch {
    return '';
  }
}

function upstreamsIn(text: string): { host: string; port: number }[] {
  return [...text.matchAll(/^\s*server ([A-Za-z0-9._-]+):(\d{1,5})[ ;]/gm)].map(
    ([, host = '', port]) => ({ host, port: Number(port) }),
  );
}
