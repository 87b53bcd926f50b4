import type { Capture, Json } from './case';
import type { Answer } from './expectation';
import { isObject } from './json-match';

/** What a capture finds in an answer; undefined where there is nothing. */
export function captured(answer: Answer, capture: Capture): Json | undefined {
  if (capture.json !== undefined) return pointed(answer.text, capture.json);
  const source = capture.header === undefined ? answer.text : answer.headers[capture.header];
  if (source === undefined || capture.pattern === undefined) return source;
  const found = new RegExp(capture.pattern, 'mu').exec(source);
  return found === null ? undefined : (found[1] ?? found[0]);
}

/** The value at a JSON pointer: https://www.rfc-editor.org/rfc/rfc6901 */
function pointed(text: string, pointer: string): Json | undefined {
  let value: Json | undefined;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(key)];
    else if (isObject(value)) value = value[key];
    else return undefined;
  }
  return value;
}
