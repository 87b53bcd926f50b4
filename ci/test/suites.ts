import { type CommandResult, run } from '../command';
import { countsOfClosingLine } from './counts';
import { goLint, type GoModule, goTest } from './go-suite';
import { jest, nodeTest } from './jest-suite';
import { pythonFolderLint, pythonLint, pythonTest } from './python-suite';
import { check, type Suite, type SuiteResult } from './suite';

const goModules: readonly GoModule[] = [
  { name: 'goapp', folder: 'services/goapp' },
  { name: 'litestream', folder: 'services/litestream' },
  { name: 'static-site', folder: 'services/static-site' },
  { name: 'static-site-e2e', folder: 'services/static-site/e2e' },
  { name: 'uptime', folder: 'services/uptime' },
  { name: 'users-api', folder: 'services/users-api' },
];

/** One story of the emulated AWS. */
const emulated = (name: string, ...flags: string[]): Suite => ({
  name,
  commands: [['npm run deploy:emulated', ...flags].join(' -- ')],
  needs: ['terraform', 'python'],
  run: async (options) =>
    counted(await run('npm', ['run', '--silent', 'deploy:emulated', '--', ...flags], options)),
});

/** The workflows, by the linters of workflows. */
const workflowLint: Suite = {
  name: 'workflow-lint',
  commands: ['npm run lint:workflows'],
  needs: ['actionlint', 'python'],
  run: async (options) => counted(await run('npm', ['run', '--silent', 'lint:workflows'], options)),
};

/** The alarms of every platform beside what happens. */
const incidents: Suite = {
  name: 'incidents',
  commands: ['npm run test:incidents'],
  needs: [],
  run: async (options) => counted(await run('npm', ['run', '--silent', 'test:incidents'], options)),
};

/** Every suite: quick ones first, and in a stage of several the longest. */
export const suites: readonly Suite[] = [
  ...of('lint', check('lint', 'npm', ['run', '--silent', 'lint'])),
  ...of('format', check('format', 'npm', ['run', '--silent', 'fmt:check'])),
  ...of('types', check('types', 'npm', ['run', '--silent', 'types'])),
  // one after the other: both live in one environment of Python
  ...of(
    'files',
    check('shell-lint', 'npm', ['run', '--silent', 'lint:shell'], ['shellcheck']),
    check('docker-lint', 'npm', ['run', '--silent', 'lint:docker'], ['python']),
    workflowLint,
  ),
  jest('unit', 'jest.config.js', []),
  // alone: it builds the library anew, as one of the terraform tests does
  jest('package', 'jest.tarball.config.js', []),
  // the same stacks on the framework's fork, which waits for npm
  ...of('exit', jest('exit', 'jest.exit.config.js', ['npmRegistry'])),
  ...of('terraform', jest('terraform', 'jest.terraform.config.js', ['terraform', 'python'])),
  // the longest first, so that the end is not waiting for one of them
  ...of('containers', jest('containers', 'jest.container.config.js', ['docker', 'go'])),
  ...of(
    'deploy',
    emulated('emulated-deploy'),
    emulated('emulated-sandbox', '--sandbox'),
    incidents,
  ),
  ...['pythonapp', 'users-form'].flatMap((name) => of(name, pythonLint(name), pythonTest(name))),
  ...of('pythonapp', pythonFolderLint('emulator', 'ci/emulated', 'pythonapp')),
  ...goModules.flatMap((module) => of(module.name, goLint(module), goTest(module))),
  // a program of the container tests, which are its tests
  ...of('bucket', goLint({ name: 'bucket', folder: 'ci/copies/bucket' })),
  ...['webapp', 'adminapp'].flatMap((name) => of(name, nodeTest(name))),
  jest('e2e', 'jest.e2e.config.js', ['docker', 'chromium']),
  {
    name: 'faults',
    commands: ['npm run test:faults'],
    needs: ['docker'],
    run: async (options) => counted(await run('npm', ['run', '--silent', 'test:faults'], options)),
  },
  {
    // names what it lacks by itself, command by command
    name: 'readme',
    commands: ['npm run test:readme'],
    needs: [],
    run: async (options) => counted(await run('npm', ['run', '--silent', 'test:readme'], options)),
  },
];

function of(subject: string, ...suitesOfSubject: readonly Suite[]): Suite[] {
  return suitesOfSubject.map((suite) => ({ ...suite, subject }));
}

function counted(result: CommandResult): SuiteResult {
  return { counts: countsOfClosingLine(result.output, result.code), output: result.output };
}
