import { type Ask, send } from './load';

/** Opens the form; answers with what a browser would post for a user. */
export async function openForm(
  base: string,
  path: string,
): Promise<(id: number, name: string) => Ask> {
  const { headers, body } = await send(base, { path });
  const cookie = (headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  const token = /name="csrf_token" value="([^"]+)"/.exec(body)?.[1];
  if (token === undefined) throw new Error(`no form at ${path}: ${body.slice(0, 200)}`);
  return (id, name) => ({
    method: 'POST',
    path,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrf_token: token, id: String(id), name }).toString(),
  });
}
