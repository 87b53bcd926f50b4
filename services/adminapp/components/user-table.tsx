import { useId } from 'react';

import type { User } from './users-api';

interface UserTableProps {
  readonly users: readonly User[];
  readonly busy: boolean;
  readonly onEdit: (user: User) => void;
  readonly onDelete: (user: User) => void;
}

export function UserTable({ users, ...row }: UserTableProps) {
  return (
    // narrow screens scroll the table, which the keyboard must be able to do as well
    <div className="scroll" role="region" aria-label="User list" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">ID</th>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Age</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} {...row} />
          ))}
          {users.length === 0 && (
            <tr>
              <td colSpan={5} className="empty">
                There are no users yet.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface UserRowProps extends Omit<UserTableProps, 'users'> {
  readonly user: User;
}

function UserRow({ user, busy, onEdit, onDelete }: UserRowProps) {
  const nameId = useId();
  return (
    <tr>
      <td>{user.id}</td>
      <td id={nameId}>{user.name}</td>
      <td>{user.email}</td>
      <td className="number">{user.age}</td>
      <td>
        <div className="actions">
          <button
            type="button"
            aria-describedby={nameId}
            disabled={busy}
            onClick={() => onEdit(user)}
          >
            Edit
          </button>
          <button
            type="button"
            className="danger"
            aria-describedby={nameId}
            disabled={busy}
            onClick={() => onDelete(user)}
          >
            Delete
          </button>
        </div>
      </td>
    </tr>
  );
}
