import { gunzipSync } from 'node:zlib';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How a content tag is shown: a snapshot changes when the infrastructure does, not when an application does. */
const contentTag = /content-[0-9a-f]{20}/g;

/** Where a folder of the repository is depends on the machine and on the output folder. */
const buildContext = /^(?:\.\.\/|\/)(?:.*\/)?(?=services\/[^/\s]+(?:\/[\w./-]+)?$)/;

/** The same folder where a container sees it: only Terraform can say what the engine needs, its whole path. */
const mountedFolder = /(?<=\$\{abspath\(")(?:\.\.\/|\/)(?:.*\/)?(?=services\/)/;

/**
 * A synthesized stack as a reviewer can read it: sorted keys, no construct metadata, and what is JSON inside a string
 * (container definitions, policies) or a compressed configuration decoded.
 */
export function renderSnapshot(terraformJson: string): string {
  const { '//': _metadata, ...document } = JSON.parse(terraformJson) as Record<string, Json>;
  return `${JSON.stringify(readable(document), null, 2)}\n`;
}

function readable(value: Json): Json {
  if (typeof value === 'string') return readableString(value);
  if (isList(value)) return value.map(readableEntry);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== '//')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, readable(inner)]));
}

/** A variable of a container is a pair of name and value, or one text on Docker; the proxy's configuration is the one that is compressed. */
function readableEntry(entry: Json): Json {
  const prefix = 'NGINX_CONF=';
  if (typeof entry === 'string' && entry.startsWith(prefix)) {
    return { NGINX_CONF: decoded(entry.slice(prefix.length)) };
  }
  const pair = entry as { readonly name?: Json; readonly value?: Json } | null;
  if (pair?.name !== 'NGINX_CONF' || typeof pair.value !== 'string') return readable(entry);
  return { name: 'NGINX_CONF', value: decoded(pair.value) };
}

function decoded(payload: string): readonly string[] {
  return gunzipSync(Buffer.from(payload, 'base64')).toString('utf8').split('\n');
}

function readableString(text: string): Json {
  const plain = text
    .replaceAll(contentTag, '<content>')
    .replace(buildContext, '<repository>/')
    .replace(mountedFolder, '<repository>/');
  if (!/^[[{]/.test(plain)) return plain;
  try {
    return readable(JSON.parse(plain) as Json);
  } catch {
    // an expression of Terraform may start with a bracket too
    return plain;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
