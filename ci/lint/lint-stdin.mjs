// lints the texts on standard input with the real configuration; a process of its own, since jest cannot import modules
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';
import tseslint from 'typescript-eslint';

// a path that does not exist is in no TypeScript project, so rules that need types stay out
const untyped = { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked };

const cases = JSON.parse(await text(process.stdin));
const linters = {
  true: new ESLint(),
  false: new ESLint({ overrideConfig: [untyped] }),
};
const reports = await Promise.all(
  cases.map(async ({ path, source, typed = false }) => {
    const [result] = await linters[typed].lintText(source, { filePath: path, warnIgnored: true });
    return result.messages.map(({ ruleId, message }) => `${ruleId ?? 'lint'}: ${message}`);
  }),
);
console.log(JSON.stringify(reports));
