import { format, stripVTControlCharacters } from 'node:util';

export type Level = 'info' | 'warn' | 'error';
export type Fields = Record<string, string | number>;
export type Log = (level: Level, msg: string, fields?: Fields) => void;

/** Writes one JSON object per line, to stdout unless told otherwise. */
export function createLog(write: (line: string) => void = writeToStdout): Log {
  return (level, msg, fields = {}) => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
  };
}

/** What was thrown, in one line; the stack stays out of it. */
export function describe(cause: unknown): string {
  // a refused connection to a name with two addresses has a code and no message
  const { message, code } = Object(cause) as { message?: string; code?: string };
  return message || code || String(cause);
}

/** Next prints plain text on the console, and stdout carries JSON lines only. */
export function captureConsole(log: Log, target: Console = console): void {
  const capture =
    (level: Level) =>
    (...values: unknown[]) =>
      log(level, 'console', { text: stripVTControlCharacters(format(...values)) });
  target.log = capture('info');
  target.info = capture('info');
  target.warn = capture('warn');
  target.error = capture('error');
}

function writeToStdout(line: string): void {
  process.stdout.write(line);
}
