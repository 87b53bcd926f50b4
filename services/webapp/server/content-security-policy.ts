import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const INLINE_SCRIPT = /<script>([^]*?)<\/script>/g;

/**
 * The policy for the pages in `folder`: files and routes of their own origin, and exactly the inline scripts
 * that the build has put into them.
 */
export function contentSecurityPolicy(folder: string): string {
  const hashes = htmlFiles(folder).flatMap((file) => scriptHashes(readFileSync(file, 'utf8')));
  return [
    "default-src 'none'",
    ["script-src 'self'", ...new Set(hashes)].join(' '),
    "style-src 'self'",
    "img-src 'self'",
    // also the WebSocket: since CSP 3 'self' covers ws: and wss: of the same host, in every browser that next supports
    "connect-src 'self'",
    "base-uri 'none'",
    // forms are sent by script; without it nothing that was typed may end up in a URL
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The sources that allow the inline scripts of a page; data blocks have a type and need none. */
export function scriptHashes(html: string): string[] {
  return [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
}

function htmlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(folder, name));
}
