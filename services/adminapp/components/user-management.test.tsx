/** @jest-environment jsdom */
import '@testing-library/jest-dom';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import IndexPage from '../pages';
import type { User } from './users-api';

jest.mock('next/router', () => ({ useRouter: () => ({ basePath: '/admin' }) }));

const JOHN: User = { id: '1', name: 'John Doe', email: 'john@example.com', age: 30 };
const JANE: User = { id: 'a/2', name: 'Jane Smith', email: 'jane@example.com', age: 25 };

/** The application's own server, as far as the browser can tell. */
class Server {
  users: User[] = [JOHN, JANE];
  requests: string[] = [];
  failure: { status: number; body: string } | undefined;

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { method = 'GET', body } = init;
    this.requests.push([method, url, body].filter(Boolean).join(' '));
    const failure = this.failure;
    if (failure) return reply(failure.status, failure.body);
    if (method === 'POST') this.users = [...this.users, JSON.parse(String(body)) as User];
    if (method === 'DELETE') this.users = this.users.filter((user) => !url.endsWith(user.id));
    return reply(200, JSON.stringify(this.users));
  };
}

function reply(status: number, body: string): Response {
  return { ok: status < 300, status, text: async () => body } as Response;
}

let server: Server;

beforeEach(() => {
  server = new Server();
  globalThis.fetch = server.fetch as typeof fetch;
});

async function show(): Promise<ReturnType<typeof userEvent.setup>> {
  render(<IndexPage />);
  await waitFor(() => expect(screen.queryByText('Loading users…')).not.toBeInTheDocument());
  return userEvent.setup();
}

async function fill(user: ReturnType<typeof userEvent.setup>, values: Record<string, string>) {
  for (const [placeholder, value] of Object.entries(values)) {
    await user.clear(screen.getByPlaceholderText(placeholder));
    await user.type(screen.getByPlaceholderText(placeholder), value);
  }
}

function rowOf(name: string): HTMLElement {
  return screen.getByRole('row', { name: new RegExp(name) });
}

describe('the page', () => {
  it('has the heading, the form and the table', async () => {
    await show();

    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('User Management');
    for (const placeholder of ['ID', 'Name', 'Email', 'Age']) {
      expect(screen.getByPlaceholderText(placeholder)).toBeRequired();
    }
    expect(screen.getByRole('button', { name: 'Add User' })).toBeEnabled();
    const headers = screen.getAllByRole('columnheader').map((header) => header.textContent);
    expect(headers).toEqual(['ID', 'Name', 'Email', 'Age', 'Actions']);
  });

  it('says that it is loading, then shows the users', async () => {
    render(<IndexPage />);

    expect(screen.getByText('Loading users…')).toBeInTheDocument();
    const row = await screen.findByRole('row', { name: /John Doe/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['1', 'John Doe', 'john@example.com', '30', 'EditDelete']);
    expect(server.requests).toEqual(['GET /admin/api/users']);
  });

  it('says so when there are no users', async () => {
    server.users = [];

    await show();

    expect(screen.getByText('There are no users yet.')).toBeInTheDocument();
  });
});

describe('adding', () => {
  it('sends the user, shows it and empties the form', async () => {
    const user = await show();

    await fill(user, { ID: '3', Name: 'Bob', Email: 'bob@example.com', Age: '35' });
    await user.click(screen.getByRole('button', { name: 'Add User' }));

    expect(await screen.findByText('Bob was added.')).toBeInTheDocument();
    expect(server.requests).toContain(
      'POST /admin/api/users {"id":"3","name":"Bob","email":"bob@example.com","age":35}',
    );
    expect(rowOf('Bob')).toBeInTheDocument();
    expect(screen.getByPlaceholderText('ID')).toHaveValue('');
  });

  it('shows why the server refuses, and keeps what was typed', async () => {
    const user = await show();
    await fill(user, { ID: '1', Name: 'Bob', Email: 'bob@example.com', Age: '35' });
    server.failure = { status: 409, body: '{"error":"User already exists"}' };

    await user.click(screen.getByRole('button', { name: 'Add User' }));

    expect(await screen.findByRole('alert')).toHaveTextContent('User already exists');
    expect(screen.getByPlaceholderText('ID')).toHaveValue('1');
  });

  it('sends nothing while a field is empty', async () => {
    const user = await show();

    await user.click(screen.getByRole('button', { name: 'Add User' }));

    expect(server.requests).toEqual(['GET /admin/api/users']);
  });
});

describe('editing', () => {
  it('puts the user into the form and changes it under its id', async () => {
    const user = await show();

    await user.click(within(rowOf('Jane')).getByRole('button', { name: 'Edit' }));
    expect(screen.getByPlaceholderText('ID')).toHaveAttribute('readonly');
    expect(screen.getByPlaceholderText('Name')).toHaveFocus();
    expect(screen.getByPlaceholderText('Email')).toHaveValue('jane@example.com');
    await fill(user, { Age: '26' });
    await user.click(screen.getByRole('button', { name: 'Update User' }));

    expect(await screen.findByText('Jane Smith was updated.')).toBeInTheDocument();
    expect(server.requests).toContain(
      `PUT /admin/api/users/a%2F2 ${JSON.stringify({ ...JANE, age: 26 })}`,
    );
    expect(screen.getByRole('button', { name: 'Add User' })).toBeInTheDocument();
  });

  it('clears the error of what was tried before', async () => {
    const user = await show();
    server.failure = { status: 404, body: '{"error":"User not found"}' };
    await user.click(within(rowOf('John')).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('User not found');

    await user.click(within(rowOf('Jane')).getByRole('button', { name: 'Edit' }));

    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is given up by Cancel', async () => {
    const user = await show();

    await user.click(within(rowOf('Jane')).getByRole('button', { name: 'Edit' }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));

    expect(screen.getByPlaceholderText('Name')).toHaveValue('');
    expect(screen.getByRole('button', { name: 'Add User' })).toBeInTheDocument();
  });
});

describe('deleting', () => {
  it('removes the row, says so and moves the focus to the list', async () => {
    const user = await show();

    await user.click(within(rowOf('John')).getByRole('button', { name: 'Delete' }));

    expect(await screen.findByText('John Doe was deleted.')).toBeInTheDocument();
    expect(server.requests).toContain('DELETE /admin/api/users/1');
    expect(screen.queryByText('john@example.com')).not.toBeInTheDocument();
    expect(screen.getByRole('heading', { name: /Users/ })).toHaveFocus();
  });
});

describe('a server that fails', () => {
  it('is an alert with a way to try again', async () => {
    server.failure = { status: 502, body: '{"error":"backend is unreachable"}' };
    const user = await show();
    expect(screen.getByRole('alert')).toHaveTextContent('backend is unreachable');

    server.failure = undefined;
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('John Doe')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is named by its status when it answers with a page', async () => {
    server.failure = { status: 503, body: '<h1>down</h1>' };

    await show();

    expect(screen.getByRole('alert')).toHaveTextContent('The server answered 503');
  });

  it('is named unreachable when there is no answer', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));

    await show();

    expect(screen.getByRole('alert')).toHaveTextContent('The server cannot be reached');
  });
});
