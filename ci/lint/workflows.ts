import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../command';
import { pythonEnvironment } from '../python/environment';
import { closingLine } from '../test/counts';
import { tools } from '../tools';
import { type Linter, lintWith, workflowFiles } from './workflow-linters';

// npm run lint:workflows [-- <folder>]: actionlint and zizmor over every workflow
main(resolve(process.argv[2] ?? '.github')).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(folder: string): Promise<number> {
  if (!existsSync(folder)) {
    console.error(`there is no folder '${folder}'; name one with workflows, or none for .github`);
    return 2;
  }
  const linters: Linter[] = [];
  const absent: string[] = [];
  if (await tools.actionlint.present()) linters.push({ name: 'actionlint', program: 'actionlint' });
  else absent.push(`${tools.actionlint.name}; it would add ${tools.actionlint.adds}`);
  if (await tools.python.present()) linters.push({ name: 'zizmor', program: await zizmor() });
  else absent.push(`${tools.python.name}; it would add the security rules of zizmor`);

  const files = workflowFiles(folder);
  const failed: string[] = [];
  for (const linter of linters) {
    const findings = await lintWith(linter, files);
    if (findings === undefined)
      console.log(`ok    ${linter.name}: ${files.length} files, no finding`);
    else {
      failed.push(linter.name);
      console.log(`FAIL  ${linter.name}\n${findings}`);
    }
  }
  for (const one of absent) console.log(`skip  ${one}`);
  const passed = linters.length - failed.length;
  console.log(closingLine({ passed, failed: failed.length, skipped: absent.length }));
  return failed.length > 0 || (absent.length > 0 && process.env.CI === 'true') ? 1 : 0;
}

async function zizmor(): Promise<string> {
  const requirements = resolve('ci/lint/requirements.txt');
  const python = await pythonEnvironment({ name: 'lint', requirements, root: resolve('.') }, run);
  return join(python, '..', 'zizmor');
}
