import { type FormEvent, useId } from 'react';

import type { User } from './users-api';

interface UserFormProps {
  /** The user to change; without one the form adds a user. */
  readonly editing: User | undefined;
  readonly busy: boolean;
  /** Resolves to whether the user was saved; what was typed stays in the form otherwise. */
  readonly onSave: (user: User) => Promise<boolean>;
  readonly onCancel: () => void;
}

export function UserForm({ editing, busy, onSave, onCancel }: UserFormProps) {
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    if (await onSave(readUser(new FormData(form)))) form.reset();
  }

  return (
    <form className="card" aria-label="User" onSubmit={submit}>
      <div className="fields">
        {/* the id names the user, so it is fixed once there is one */}
        <Field label="ID" name="id" value={editing?.id} readOnly={editing !== undefined} />
        <Field label="Name" name="name" value={editing?.name} autoFocus={editing !== undefined} />
        <Field label="Email" name="email" type="email" value={editing?.email} />
        <Field label="Age" name="age" type="number" value={editing?.age} />
      </div>
      <div className="buttons">
        <button type="submit" className="primary" disabled={busy}>
          {editing ? 'Update User' : 'Add User'}
        </button>
        {editing && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: keyof User;
  readonly type?: 'text' | 'email' | 'number';
  readonly value: string | number | undefined;
  readonly readOnly?: boolean;
  readonly autoFocus?: boolean;
}

function Field({ label, value, type = 'text', ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        placeholder={label}
        defaultValue={value}
        required
        autoComplete="off"
        {...(type === 'number' && { min: 0, step: 1 })}
        {...rest}
      />
    </div>
  );
}

function readUser(data: FormData): User {
  return {
    id: String(data.get('id')),
    name: String(data.get('name')),
    email: String(data.get('email')),
    age: Number(data.get('age')),
  };
}
