import { useRef, useState } from 'react';

import { useUsers } from './use-users';
import { UserForm } from './user-form';
import { UserTable } from './user-table';
import type { User } from './users-api';

interface UserManagementProps {
  /** Where the users are read and changed, on the page's own origin. */
  readonly url: string;
}

export function UserManagement({ url }: UserManagementProps) {
  const { users, error, busy, run } = useUsers(url);
  const [editing, setEditing] = useState<User>();
  const [notice, setNotice] = useState('');
  const listHeading = useRef<HTMLHeadingElement>(null);

  async function save(user: User): Promise<boolean> {
    setNotice('');
    const saved = await run((api) => (editing ? api.update(user) : api.add(user)));
    if (saved) {
      setEditing(undefined);
      setNotice(`${user.name} was ${editing ? 'updated' : 'added'}.`);
    }
    return saved;
  }

  async function remove(user: User): Promise<void> {
    setNotice('');
    if (!(await run((api) => api.remove(user.id)))) return;
    if (editing?.id === user.id) setEditing(undefined);
    setNotice(`${user.name} was deleted.`);
    // the button that had the focus is gone
    listHeading.current?.focus();
  }

  return (
    <main>
      <h1>User Management</h1>
      <UserForm
        key={editing?.id ?? ''}
        editing={editing}
        busy={busy}
        onSave={save}
        onCancel={() => setEditing(undefined)}
      />
      {error && <ErrorAlert error={error} onRetry={users ? undefined : () => void run(reload)} />}
      <section className="card" aria-busy={busy}>
        <h2 ref={listHeading} tabIndex={-1}>
          Users
          {users && <span className="count">{users.length}</span>}
        </h2>
        <p role="status" className="notice">
          {users === undefined && busy ? 'Loading users…' : notice}
        </p>
        {users && <UserTable users={users} busy={busy} onEdit={setEditing} onDelete={remove} />}
      </section>
    </main>
  );
}

const reload = () => Promise.resolve();

interface ErrorAlertProps {
  readonly error: string;
  readonly onRetry: (() => void) | undefined;
}

function ErrorAlert({ error, onRetry }: ErrorAlertProps) {
  return (
    <div role="alert" className="alert">
      <span>{error}</span>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
