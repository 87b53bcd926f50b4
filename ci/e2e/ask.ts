import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';

/** One answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is asked. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `user:password` */
  readonly auth?: string;
  readonly body?: string | Buffer;
}

// the certificate is the proxy's own; 64 connections carry a thousand requests without running out of ports
const agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 64 });

/** Asks a server on this machine. */
export function ask(url: string, question: Question = {}): Promise<Answer> {
  const secure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    const options = {
      method: question.method ?? 'GET',
      headers: question.headers,
      auth: question.auth,
      agent: secure ? agent : undefined,
      timeout: 30_000,
    };
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer from ${url} within 30 s`)));
    request.on('error', reject);
    request.end(question.body);
  });
}
