import { shown } from './validation';

// the one name that JavaScript does not keep as a key
const form = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/;

/** What is wrong with the name of an environment variable, or nothing. */
export function variableNameProblems(name: string): string[] {
  if (name === 'PORT') {
    return [`'environment' sets PORT, which every platform sets from 'port'; remove it`];
  }
  if (form.test(name)) return [];
  return [
    `'environment' has the key ${shown(name)}, which is no variable name; use letters, digits and '_'`,
  ];
}
