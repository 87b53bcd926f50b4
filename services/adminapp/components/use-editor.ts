import { useState } from 'react';

import { type Users, useUsers } from './use-users';
import type { User } from './users-api';

/** The user list together with what the form is for and what happened last. */
export interface Editor extends Omit<Users, 'run' | 'clearError'> {
  /** The user in the form; undefined while it adds one. */
  readonly editing: User | undefined;
  readonly notice: string;
  /** Puts a user into the form, or empties it. */
  readonly edit: (user: User | undefined) => void;
  readonly save: (user: User) => Promise<boolean>;
  readonly remove: (user: User) => Promise<boolean>;
}

export function useEditor(url: string): Editor {
  const { run, clearError, ...users } = useUsers(url);
  const [editing, setEditing] = useState<User>();
  const [notice, setNotice] = useState('');

  function edit(user: User | undefined): void {
    clearError();
    setNotice('');
    setEditing(user);
  }

  async function save(user: User): Promise<boolean> {
    setNotice('');
    const saved = await run((api) => (editing ? api.update(user) : api.add(user)));
    if (!saved) return false;
    setEditing(undefined);
    setNotice(`${user.name} was ${editing ? 'updated' : 'added'}.`);
    return true;
  }

  async function remove(user: User): Promise<boolean> {
    setNotice('');
    const removed = await run((api) => api.remove(user.id));
    if (!removed) return false;
    if (editing?.id === user.id) setEditing(undefined);
    setNotice(`${user.name} was deleted.`);
    return true;
  }

  return { ...users, editing, notice, edit, save, remove };
}
