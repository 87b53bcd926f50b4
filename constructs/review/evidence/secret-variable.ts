import type { Evidence } from './evidence';
import { listOf, objectOf } from '../model';
import type { Complaint } from '../rule';

/** Names of variables that hold secrets. A path to one, or its name in a store, is none. */
const secretName =
  /(^|_)(PASSWORD|PASSWD|SECRET|SECRET_KEY|TOKEN|API_?KEY|PRIVATE_KEY|SECRET_ACCESS_KEY|AUTH_DATA|CREDENTIALS)$/i;
/** A password within a URL. */
const passwordInUrl = /\b[a-z][a-z0-9+]*:\/\/[^\s/:@]*:[^\s/@]+@/i;

/** Complaints about plain variables whose name or value says that they hold a secret. */
export function secretVariables(raw: unknown, evidence: Evidence): Complaint[] {
  const variables = evidence.model.list(raw);
  if (!variables) return [{ verdict: 'unread', reason: 'its variables cannot be read' }];
  return variables.flatMap((entry): Complaint[] => {
    const { name, value } = variableOf(entry);
    const key = evidence.model.text(name) ?? '';
    if (value === undefined || value === '') return [];
    const found = secretName.test(key) || passwordInUrl.test(evidence.model.text(value) ?? '');
    return found ? [{ verdict: 'broken', reason: `the variable '${key}' holds a secret` }] : [];
  });
}

/** A variable as an object of a name and a value, or as one text: `NAME=value`. */
function variableOf(entry: unknown): { readonly name: unknown; readonly value: unknown } {
  if (typeof entry !== 'string') {
    const { name, value } = objectOf(listOf(entry)[0]);
    return { name, value };
  }
  const at = entry.indexOf('=');
  return { name: entry.slice(0, Math.max(0, at)), value: entry.slice(at + 1) };
}
