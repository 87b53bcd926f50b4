const DEFAULT_URL = 'http://localhost:8080';
// shorter than what a stopping server gives to requests in flight
const DEFAULT_TIMEOUT_MS = 5_000;

export interface Backend {
  readonly url: string;
  readonly timeoutMs: number;
}

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: Buffer<ArrayBuffer> | undefined;
  readonly requestId: string;
}

export interface Answer {
  readonly status: number;
  /** JSON text; empty only with a 204. */
  readonly body: string;
}

/** A backend that cannot be reached, takes too long or does not speak JSON; the message is fit for the client. */
export class BackendError extends Error {}

/** Read for each request, so that the build never decides where the backend is. */
export function backendFromEnvironment(): Backend {
  return { url: process.env.BACKEND_URL || DEFAULT_URL, timeoutMs: DEFAULT_TIMEOUT_MS };
}

/** Asks once: only the caller knows whether asking again is safe. */
export async function ask(backend: Backend, question: Question): Promise<Answer> {
  const { status, body } = await exchange(backend, question);
  const expected = status < 300 || (status >= 400 && status < 500);
  if (!expected) throw new BackendError(`backend answered ${status}`);
  if (status !== 204 && !isJson(body)) throw new BackendError('backend did not answer with JSON');
  return { status, body };
}

async function exchange(backend: Backend, question: Question): Promise<Answer> {
  try {
    const response = await fetch(`${backend.url.replace(/\/+$/, '')}${question.path}`, {
      method: question.method,
      headers: {
        accept: 'application/json',
        'x-request-id': question.requestId,
        ...(question.body && { 'content-type': 'application/json' }),
      },
      body: question.body ?? null,
      // SECURITY(ssrf): the backend's address is configured, so an answer must not choose another one
      redirect: 'manual',
      signal: AbortSignal.timeout(backend.timeoutMs),
    });
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    const message = late ? 'backend took too long' : 'backend is unreachable';
    // fetch wraps the reason, such as a refused connection, in an error that says nothing
    throw new BackendError(message, { cause: (cause as Error).cause ?? cause });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
