import type { Ask } from './load';

/** A request that creates a user of goapp. */
export function newUser(path: string, id: number | string): Ask {
  const user = { id: String(id), name: 'Ana Lima', email: 'ana@example.com', age: 30 };
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', path, headers, body: JSON.stringify(user) };
}
