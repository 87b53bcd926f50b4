import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from './case';
import type { Answer } from './expectation';
import { sendRaw } from './raw-step';
import { entranceOf, pathOf, type Target, tlsOptions } from './target';

const timeoutMs = 20_000;

/** How often one request is sent again after it was refused for coming too fast. */
const patience = 20;

const pieceBytes = 16 * 1024;
const mostBytes = 8 * 1024 * 1024;

/**
 * Sends a request as it is written; a connection that ends without an answer is an answer of status 0. What a rate limit
 * refuses has reached no service: it is sent again when the answer says so, and nobody sees the refusal.
 */
export async function send(
  target: Target,
  request: Request,
  agent: Agent | false = false,
): Promise<Answer> {
  for (let refusals = 0; ; refusals += 1) {
    const answer = await sendOnce(target, request, agent);
    const seconds = Number(answer.headers['retry-after'] ?? NaN);
    if (answer.status !== 429 || refusals === patience || !(seconds >= 0)) return answer;
    await sleep(seconds * 1000);
  }
}

function sendOnce(target: Target, request: Request, agent: Agent | false): Promise<Answer> {
  if (request.raw !== undefined) {
    return sendRaw(entranceOf(target, request), target.trust, request.raw, timeoutMs);
  }
  return new Promise((resolve) => {
    const body = bodyOf(request);
    const sent = open(target, request, agent, body);
    let answered = false;
    const answer = (response: IncomingMessage): void => {
      answered = true;
      read(response, resolve);
    };
    sent.on('response', answer);
    // an answer to CONNECT or to an upgrade has no body, and its connection is of no use here
    const switched = (response: IncomingMessage): void => {
      response.destroy();
      resolve(answerOf(response, ''));
    };
    sent.on('connect', switched);
    sent.on('upgrade', switched);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    sent.on('error', (error) => {
      // a server may answer and close before it has read everything
      if (!answered) resolve(closed(error));
    });
    write(sent, body, request.chunked === true);
  });
}

function open(
  target: Target,
  request: Request,
  agent: Agent | false,
  body: Buffer | undefined,
): ClientRequest {
  const address = entranceOf(target, request);
  const options: RequestOptions = {
    host: address.host,
    port: address.port,
    method: request.method ?? 'GET',
    path: pathOf(target, request),
    headers: headersOf(target, request, body),
    timeout: timeoutMs,
    agent,
  };
  return address.secure
    ? httpsRequest({ ...options, ...tlsOptions(address, target.trust) })
    : httpRequest(options);
}

function headersOf(
  target: Target,
  request: Request,
  body: Buffer | undefined,
): Record<string, string> {
  const { login } = target;
  const signedIn = login !== undefined && request.login !== false;
  const length = body === undefined ? {} : lengthOf(body, request);
  const headers: Record<string, string | null> = {
    ...(signedIn ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` } : {}),
    ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(request.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    ...length,
    ...request.headers,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

function lengthOf(body: Buffer, { chunked }: Request): Record<string, string> {
  return chunked === true
    ? { 'transfer-encoding': 'chunked' }
    : { 'content-length': String(body.length) };
}

function bodyOf({ json, text, form, bytesRepeat, method }: Request): Buffer | undefined {
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  if (text !== undefined) return Buffer.from(text);
  if (form !== undefined) return Buffer.from(new URLSearchParams(form).toString());
  if (bytesRepeat !== undefined) return Buffer.alloc(bytesRepeat.times, bytesRepeat.text);
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? Buffer.alloc(0) : undefined;
}

function write(sent: ClientRequest, body: Buffer | undefined, chunked: boolean): void {
  if (body === undefined || !chunked) {
    sent.end(body);
    return;
  }
  for (let at = 0; at < body.length; at += pieceBytes) {
    sent.write(body.subarray(at, at + pieceBytes));
  }
  sent.end();
}

function read(response: IncomingMessage, resolve: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
  });
  response.on('error', (error) => resolve(closed(error)));
  response.on('end', () => resolve(answerOf(response, Buffer.concat(chunks).toString())));
}

function answerOf({ statusCode, headers }: IncomingMessage, text: string): Answer {
  const lines = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join('\n') : (value ?? ''),
  ]);
  return { status: statusCode ?? 0, headers: Object.fromEntries(lines) as Answer['headers'], text };
}

function closed(error: NodeJS.ErrnoException): Answer {
  return { status: 0, headers: {}, text: error.code ?? error.message };
}
