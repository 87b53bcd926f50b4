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
    list: async () => JSON.parse(await call('GET', url)) as User[],
    add: async (user) => void (await call('POST', url, user)),
    update: async (user) => void (await call('PUT', member(user.id), user)),
    remove: async (id) => void (await call('DELETE', member(id))),
  };
}

/** Resolves to the body; reading it also when nobody needs it is what gives the connection back. */
async function call(method: string, url: string, user?: User): Promise<string> {
  const response = await fetch(url, {
    method,
    ...(user && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(user),
    }),
  }).catch((cause: unknown) => {
    throw new Error('The server cannot be reached', { cause });
  });
  const body = await response.text();
  if (!response.ok) throw new Error(reasonIn(body) ?? `The server answered ${response.status}`);
  return body;
}

/** A proxy in between answers with pages of its own, so the body may be anything. */
function reasonIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
