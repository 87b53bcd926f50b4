/** @jest-environment ./test/page-environment.js */
import { setTimeout as sleep } from 'node:timers/promises';

import '@testing-library/jest-dom';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { io } from 'socket.io-client';

import { SOCKET_PATH } from '../protocol/events';
import { FakeBackend } from '../test/backend';
import { Relay } from '../test/relay';
import { Chat } from './chat';
import type { ChatSocket } from './use-chat';

const GREETING = 'Connected to server!';
const PATIENCE = { timeout: 5_000 };

let backend: FakeBackend;
let relay: Relay;
let socket: ChatSocket;

beforeEach(async () => {
  backend = await FakeBackend.start();
  relay = await Relay.start({ backendUrl: backend.url });
});

afterEach(async () => {
  cleanup();
  await relay.stop();
  await backend.stop();
});

// what the page itself does, but for the address: this page has been loaded from nowhere
function connect(): ChatSocket {
  const options = { transports: ['websocket'], forceNew: true, reconnectionDelay: 50 };
  socket = io(relay.url, { path: SOCKET_PATH, ...options });
  return socket;
}

async function show(): Promise<ReturnType<typeof userEvent.setup>> {
  render(<Chat connect={connect} />);
  await waitFor(() => expect(texts()).toContain(GREETING), PATIENCE);
  return userEvent.setup();
}

function texts(): (string | null)[] {
  return screen.queryAllByRole('listitem').map((item) => item.textContent);
}

const input = () => screen.getByPlaceholderText('Type your message...');
const button = () => screen.getByRole('button', { name: 'Send' });
const status = () => screen.getByRole('status');

describe('the page', () => {
  it('has a heading, a live log, a labelled input and a button', async () => {
    await show();

    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Chat');
    const log = screen.getByRole('log', { name: 'Messages' });
    expect(log).toHaveAttribute('aria-live', 'polite');
    expect(within(log).getByRole('listitem')).toHaveTextContent(GREETING);
    expect(screen.getByLabelText('Message')).toBe(input());
    expect(screen.getAllByRole('textbox')).toHaveLength(1);
    expect(button()).toBeEnabled();
  });

  it('says that it is connecting, then that it is connected', async () => {
    render(<Chat connect={connect} />);

    expect(status()).toHaveTextContent('Connecting…');
    expect(screen.getByText('There are no messages yet.')).toBeInTheDocument();
    await waitFor(() => expect(status()).toHaveTextContent(/^Connected$/), PATIENCE);
  });

  it('disconnects when it is left, and does not come back', async () => {
    await show();

    cleanup();

    await relay.logged('socket disconnected');
    await waitFor(() => expect(backend.sockets.size).toBe(0));
    await sleep(5_500);
    expect(await relay.logged('socket connected')).toHaveLength(1);
  }, 10_000);
});

describe('sending', () => {
  it('shows the response, empties the input and keeps the focus there', async () => {
    const user = await show();

    await user.type(input(), 'hello');
    await user.click(button());

    await waitFor(() => expect(texts()).toEqual([GREETING, 'hello']));
    expect(input()).toHaveValue('');
    expect(input()).toHaveFocus();
    expect(backend.received).toEqual(['hello']);
  });

  it('works with the enter key, and sends the string as it is', async () => {
    const user = await show();

    await user.type(input(), '  two  {Enter}');

    await waitFor(() => expect(backend.received).toEqual(['  two  ']));
  });

  it.each(['', ' ', '\t', '\u00a0\u2003', '\u3000'])('sends nothing for %j', async (blank) => {
    const user = await show();

    if (blank !== '') await user.type(input(), blank);
    await user.click(button());
    await user.clear(input());
    await user.type(input(), 'something{Enter}');

    await waitFor(() => expect(backend.received).toEqual(['something']));
  });

  it('shows markup as text', async () => {
    const user = await show();
    const markup = '<img src=x onerror="alert(1)"><b>bold</b>&amp;';

    await user.click(input());
    await user.paste(markup);
    await user.click(button());

    await waitFor(() => expect(texts()).toEqual([GREETING, markup]));
    expect(document.querySelector('img, b')).toBeNull();
  });

  it('takes no more characters than the server does', async () => {
    await show();

    expect(input()).toHaveAttribute('maxlength', '4000');
  });

  it('repairs half a surrogate pair, so that its answer is recognized', async () => {
    const user = await show();

    await user.click(input());
    await user.paste('a\ud83c');
    await user.click(button());

    await waitFor(() => expect(texts()).toEqual([GREETING, 'a\ufffd']));
    act(() => void socket.disconnect());
    expect(texts()).toHaveLength(2);
  });

  it.each([
    [{ a: [1] }, '{"a":[1]}'],
    [5, '5'],
    [null, 'null'],
    [undefined, ''],
  ])('shows a response of %j as %j', async (data, shown) => {
    const user = await show();
    backend.answer = (it) => it.emit('response', { data });

    await user.type(input(), 'x{Enter}');

    await waitFor(() => expect(texts()).toEqual([GREETING, shown]));
  });
});

describe('a server that goes away', () => {
  async function away(): Promise<number> {
    const port = Number(new URL(relay.url).port);
    await relay.stop();
    await waitFor(() => expect(status()).toHaveTextContent('Reconnecting…'));
    return port;
  }

  it('is waited for, with what is typed meanwhile, without a reload', async () => {
    const user = await show();
    const port = await away();

    await user.type(input(), 'one{Enter}');
    await user.type(input(), 'two{Enter}');
    await waitFor(() => expect(status()).toHaveTextContent('Reconnecting… 2 messages wait.'));
    relay = await Relay.start({ backendUrl: backend.url }, port);

    await waitFor(() => expect(texts()).toEqual([GREETING, GREETING, 'one', 'two']), PATIENCE);
    expect(status()).toHaveTextContent(/^Connected$/);
    expect(backend.received).toEqual(['one', 'two']);
  }, 15_000);

  it('leaves no message without an answer or a sentence', async () => {
    const user = await show();
    backend.answer = () => undefined;
    await user.type(input(), 'swallowed{Enter}');
    await waitFor(() => expect(backend.received).toHaveLength(1));

    await away();

    expect(texts()).toEqual([
      GREETING,
      'swallowedThe connection broke before an answer came: this may not have arrived.',
    ]);
  });

  it('is waited for with fifty messages, and no more', async () => {
    const user = await show();
    await away();

    for (let count = 0; count < 51; count += 1) await user.type(input(), 'x{Enter}');

    expect(texts()).toEqual([GREETING, 'xToo many messages wait to be sent. This was not sent.']);
  }, 15_000);
});

describe('a backend that goes away', () => {
  it('is told, and what is sent meanwhile is answered later', async () => {
    const user = await show();
    await backend.stop();
    await waitFor(() => expect(status()).toHaveTextContent('Connected, but nobody answers yet.'));

    await user.type(input(), 'patience{Enter}');
    await waitFor(() => expect(status()).toHaveTextContent('1 message waits.'));
    await backend.restart();

    await waitFor(() => expect(texts()).toEqual([GREETING, GREETING, 'patience']), PATIENCE);
    expect(status()).toHaveTextContent(/^Connected$/);
  }, 15_000);
});

describe('a refusal', () => {
  it('of a message is shown with the message', async () => {
    await show();

    act(() => {
      for (let count = 0; count < 70; count += 1) socket.emit('message', `${count}`);
    });

    const sentence = 'Too fast: at most 20 messages a second. This was not sent.';
    // the refusals arrive one by one: the last one says that all are there
    await waitFor(() => expect(texts()).toContain(`69${sentence}`), PATIENCE);
    expect(screen.getAllByText(sentence).length).toBeGreaterThan(5);
  });

  it('of the connection is shown, and tried again', async () => {
    await relay.stop();
    relay = await Relay.start({ backendUrl: backend.url, maxConnections: 1 });
    const first = connect();
    await waitFor(() => expect(first.connected).toBe(true));

    render(<Chat connect={connect} />);
    await waitFor(() => expect(status()).toHaveTextContent('The chat is full at the moment.'));
    first.disconnect();

    await waitFor(() => expect(texts()).toEqual([GREETING]), { timeout: 8_000 });
    expect(status()).toHaveTextContent(/^Connected$/);
  }, 15_000);
});
