import { createHash } from 'node:crypto';

/** The look of the services' own pages, with the colours of both schemes. Nothing is loaded, so that it always works. */
const style = [
  ':root{--page:#f3f5f8;--card:#fff;--ink:#1a2129;--muted:#586373;--line:#d5dbe3;--accent:#1f5fbf;color-scheme:light dark}',
  '@media(prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--ink:#e6eaf0;--muted:#9aa6b5;--line:#333d4a;--accent:#2f6fd0}}',
  '*{box-sizing:border-box}',
  'body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}',
  'main{width:100%;max-width:32rem;padding:2.5rem 2rem 1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}',
  'b{display:block;color:var(--muted);font-size:3.5rem;line-height:1;letter-spacing:-.02em}',
  'h1{margin:1rem 0 .25rem;font-size:1.5rem;line-height:1.25}',
  'p{margin:0;color:var(--muted)}',
  'a{display:inline-block;margin:1.5rem 0 2rem;padding:.5rem 1rem;border-radius:.5rem;background:var(--accent);color:#fff;font-weight:600;text-decoration:none}',
  'a:focus-visible{outline:3px solid var(--ink);outline-offset:2px}',
  'small{display:block;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted)}',
  'code{font-family:ui-monospace,monospace}',
].join('');

/** What allows exactly this style in a content security policy. */
export const errorStyleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** The page that a person sees when the proxy itself answers. What stands in `$` is nginx's to fill in. */
export const errorDocument = [
  '<!doctype html><html lang="en"><head><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width,initial-scale=1">',
  '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">',
  `<title>$error_text ($status)</title><style>${style}</style></head>`,
  '<body><main><b>$status</b><h1>$error_text</h1><p>$error_advice.</p>$error_link',
  '<small>Request <code>$edge_request_id</code></small></main></body></html>',
].join('');

/** The one thing to do on the page. An empty address is the page itself. */
export function errorLink(address: string, text: string): string {
  return `<a href="${address}">${text}</a>`;
}
