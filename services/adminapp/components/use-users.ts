import { useCallback, useEffect, useMemo, useState } from 'react';

import { type User, type UsersApi, createUsersApi } from './users-api';

type Action = (api: UsersApi) => Promise<void>;

export interface Users {
  /** Undefined until the first list has arrived. */
  readonly users: readonly User[] | undefined;
  readonly error: string;
  readonly busy: boolean;
  /** Does one thing, then reads the list again; resolves to whether it worked. */
  readonly run: (action: Action) => Promise<boolean>;
  readonly reload: () => Promise<boolean>;
  readonly clearError: () => void;
}

const NOTHING: Action = () => Promise.resolve();

export function useUsers(url: string): Users {
  const api = useMemo(() => createUsersApi(url), [url]);
  const [users, setUsers] = useState<readonly User[]>();
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(true);

  const run = useCallback(
    async (action: Action) => {
      setBusy(true);
      setError('');
      const failure = await reasonOf(action(api));
      // also after a failure: it often means that somebody else has changed the list
      const stale = await reasonOf(api.list().then(setUsers));
      setError(failure || stale);
      setBusy(false);
      return failure === '';
    },
    [api],
  );

  const reload = useCallback(() => run(NOTHING), [run]);
  const clearError = useCallback(() => setError(''), []);

  useEffect(() => {
    void reload();
  }, [reload]);

  return { users, error, busy, run, reload, clearError };
}

/** Empty when it worked. */
async function reasonOf(work: Promise<void>): Promise<string> {
  try {
    await work;
    return '';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
