export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly age: number;
}

/** The routes of this application's own server; each call throws an error whose message is for the reader. */
export interface UsersApi {
  list(): Promise<User[]>;
  add(user: User): Promise<void>;
  update(user: User): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createUsersApi(url: string): UsersApi {
  const member = (id: string) => `${url}/${encodeURIComponent(id)}`;
  return {
    list: async () => (await (await call('GET', url)).json()) as User[],
    add: async (user) => void (await call('POST', url, user)),
    update: async (user) => void (await call('PUT', member(user.id), user)),
    remove: async (id) => void (await call('DELETE', member(id))),
  };
}

async function call(method: string, url: string, user?: User): Promise<Response> {
  const response = await fetch(url, {
    method,
    ...(user && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(user),
    }),
  }).catch((cause: unknown) => {
    throw new Error('The server cannot be reached', { cause });
  });
  if (!response.ok) throw new Error(await reasonOf(response));
  return response;
}

/** A proxy in between answers with pages of its own, so the body may be anything. */
async function reasonOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as { error?: unknown } | null;
  return typeof body?.error === 'string' ? body.error : `The server answered ${response.status}`;
}
