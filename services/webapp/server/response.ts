import type { ServerResponse } from 'node:http';

export function writeJson(res: ServerResponse, status: number, value: unknown): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json');
  res.setHeader('Cache-Control', 'no-store');
  res.end(JSON.stringify(value));
}

/** Every failure has the one shape {"error": message}. */
export function writeError(res: ServerResponse, status: number, message: string): void {
  writeJson(res, status, { error: message });
}
