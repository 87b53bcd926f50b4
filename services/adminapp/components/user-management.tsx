import { useRef } from 'react';

import { useEditor } from './use-editor';
import { UserForm } from './user-form';
import { UserTable } from './user-table';
import type { User } from './users-api';

interface UserManagementProps {
  /** Where the users are read and changed, on the page's own origin. */
  readonly url: string;
}

export function UserManagement({ url }: UserManagementProps) {
  const { users, error, busy, notice, editing, edit, save, remove, reload } = useEditor(url);
  const listHeading = useRef<HTMLHeadingElement>(null);

  async function removeAndFocus(user: User): Promise<void> {
    // the button that had the focus is gone
    if (await remove(user)) listHeading.current?.focus();
  }

  return (
    <main>
      <h1>User Management</h1>
      <UserForm
        key={editing?.id ?? ''}
        editing={editing}
        busy={busy}
        onSave={save}
        onCancel={() => edit(undefined)}
      />
      {error && <ErrorAlert error={error} onRetry={users ? undefined : reload} />}
      <section className="card" aria-busy={busy}>
        <header className="bar">
          <h2 ref={listHeading} tabIndex={-1}>
            Users {users && <span className="count">{users.length}</span>}
          </h2>
          <p role="status">{users === undefined && busy ? 'Loading users…' : notice}</p>
        </header>
        {users && <UserTable users={users} busy={busy} onEdit={edit} onDelete={removeAndFocus} />}
      </section>
    </main>
  );
}

interface ErrorAlertProps {
  readonly error: string;
  readonly onRetry: (() => unknown) | undefined;
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
