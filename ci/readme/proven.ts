/** A command that a test runs as its program, not as the words of a page. */
export interface Proven {
  readonly command: string;

  /** The suite of the test. */
  readonly suite: string;

  /** The test or what it calls, and a text in it that runs the command's program. */
  readonly file: string;
  readonly text: string;
}

const inStart = { suite: 'e2e', file: 'ci/e2e/start.e2e.test.ts' };
const inDeploy = { suite: 'emulated-deploy', file: 'ci/emulated/deploy.ts' };
const inSandbox = { suite: 'emulated-sandbox', file: 'ci/emulated/sandbox/story.ts' };

/** Commands whose program a suite of `npm test` runs with other ports, another account or a name of its own. */
export const proven: readonly Proven[] = [
  { command: 'npm start', ...inStart, text: "'ci/local/start.ts'" },
  { command: 'SLIPWAY_HTTPS_PORT=9443 npm start', ...inStart, text: 'SLIPWAY_HTTPS_PORT' },
  {
    command: 'npm run contract -- https://localhost:8443',
    suite: 'e2e',
    file: 'ci/e2e/contract.e2e.test.ts',
    text: 'await contract(',
  },
  {
    command: 'npm run contract -- http://127.0.0.1:8080 --service goapp',
    suite: 'containers',
    file: 'ci/contract/services.container.test.ts',
    text: "'--service'",
  },
  { command: 'npx cdktf deploy ecs-prod', ...inDeploy, text: 'cdktf.deploy(stack)' },
  { command: 'npx cdktf destroy ecs-prod', ...inDeploy, text: 'cdktf.destroy(name)' },
  { command: 'npx cdktf diff ecs-prod', ...inDeploy, text: 'cdktf.plan(name)' },
  {
    command: 'npm run task -- prod goapp migrate --up',
    suite: 'terraform',
    file: 'ci/task/one-off.terraform.test.ts',
    text: "'ci/task/run.ts'",
  },
  { command: 'npm run build', suite: 'package', file: 'ci/package/tarball.ts', text: "'build'" },
  { command: 'npm run sandbox:up', ...inSandbox, text: "report.step('sandbox:up')" },
  { command: 'npm run sandbox:down', ...inSandbox, text: "trial.run('down')" },
];
