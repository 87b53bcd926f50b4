/** The routes of this application below its base path, as the metrics name them. */
export function routeLabel(path: string): string {
  if (path === '/' || path === '/api/users') return path;
  if (/^\/api\/users\/[^/]+$/.test(path)) return '/api/users/:id';
  return path.startsWith('/_next/') ? '/_next/*' : 'unmatched';
}
