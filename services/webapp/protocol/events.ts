/** Where the browser's Socket.IO connection goes, on the page's own origin. */
export const SOCKET_PATH = '/api/socket';

/** Counted as a browser counts the length of a text field: in UTF-16 units. */
export const MAX_MESSAGE_CHARACTERS = 4_000;

/** What the backend answers each `message` with, and greets a new connection with. */
export interface ChatResponse {
  readonly data: unknown;
}

/** What did not work, as a sentence for the user; `text` is the message that it is about. */
export interface ChatProblem {
  readonly error: string;
  readonly text?: string;
}

/** Whether what is sent now goes through, or waits until the backend is back. */
export interface ChatStatus {
  readonly backend: 'connected' | 'reconnecting';
}

/** What the browser sends. */
export interface BrowserEvents {
  message: (text: string) => void;
}

/** What the browser is sent. */
export interface ServerEvents {
  response: (response: ChatResponse) => void;
  error_message: (problem: ChatProblem) => void;
  status: (status: ChatStatus) => void;
}
