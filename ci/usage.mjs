// what the programs of package.json understand, asked by run.mjs before it loads any of them
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Usage
 * @property {string} call How it is called.
 * @property {string} does What it does, for whoever asks for help.
 * @property {Readonly<Record<string, string>>} [flags] What each flag does.
 * @property {Readonly<Record<string, string>>} [values] What each option with a value does, by its name and that of the value.
 * @property {number} [words] How many words may stand without an option; none unless said.
 * @property {true} [ownOptions] The program itself refuses what it does not know.
 * @property {true} [ownHelp] The program itself answers `--help`.
 */

const rounds = { words: 1 };

/** By the file of the program. A test holds that they are those of package.json. */
export const usages = /** @type {Readonly<Record<string, Usage>>} */ ({
  'ci/local/start.ts': {
    call: 'npm start',
    does: 'synthesizes every stack and, where Docker runs, starts the system on this machine',
  },
  'ci/test/run.ts': {
    call: 'npm test [-- <suite>...]',
    does: 'runs every suite, or those that are named',
    words: Infinity,
    ownHelp: true,
  },
  'ci/review/print-mutants.ts': {
    call: 'npm run test:mutants',
    does: 'makes mistakes in the real stacks and tells whether review sees them',
  },
  'ci/readme/run.ts': {
    call: 'npm run test:readme [-- <chapter>...]',
    does: 'types what the README and the guides tell to type; an unknown chapter lists all of them',
    words: Infinity,
  },
  'ci/review/blind-spots/run.ts': {
    call: 'npm run test:blind-spots',
    does: 'gives the same bad inputs to checkov and to review, and compares the table of the page',
  },
  'ci/parity/print.ts': {
    call: 'npm run test:parity',
    does: 'compares what every platform runs with the declaration',
  },
  'ci/contract/run.ts': {
    call: 'npm run contract -- <base URL> [options]',
    does: 'asks what runs there whether it keeps the promises of the services',
    ownHelp: true,
    ownOptions: true,
  },
  'ci/synth/synth.ts': {
    call: 'npm run synth',
    does: 'writes every stack as Terraform JSON to cdktf.out',
  },
  'ci/cost/print.ts': {
    call: 'npm run cost',
    does: 'computes what the system costs at rest and what each way out of a network costs',
  },
  'ci/bench/synth.ts': {
    call: 'npm run bench:synth [-- <rounds>]',
    does: 'measures the synthesis against the same resources without the constructs',
    ...rounds,
  },
  'ci/bench/fleet-table.ts': {
    call: 'npm run bench:fleet [-- <rounds>]',
    does: 'measures the synthesis of 1, 10 and 100 services',
    ...rounds,
  },
  'ci/bench/services/run.ts': {
    call: 'npm run bench:services [-- options]',
    does: 'measures the containers against the least that could do the same',
    values: {
      'seconds <number>': 'how long each is loaded in a round',
      'rounds <number>': 'how many rounds',
    },
  },
  'ci/schema/renew.ts': {
    call: 'npm run schemas [-- <folder>]',
    does: 'writes the kinds in use anew, of the providers or of files <provider>-<version>.json.gz',
    words: 1,
  },
  'ci/bench/review.ts': {
    call: 'npm run bench:review [-- <rounds>]',
    does: 'measures slipway review on ecs-prod and on ever larger stacks',
    ...rounds,
  },
  'ci/sandbox/up.ts': {
    call: 'npm run sandbox:up',
    does: 'brings the trial of one service up in the account of your credentials: docs/sandbox.md',
  },
  'ci/sandbox/down.ts': {
    call: 'npm run sandbox:down',
    does: 'destroys the trial of one service in the account of your credentials: docs/sandbox.md',
  },
  'ci/local/render-proxy-config.ts': {
    call: 'npm run nginx:local',
    does: "writes the proxy's configuration for docker compose anew",
  },
  'ci/observability/render-rules.ts': {
    call: 'npm run prometheus:local',
    does: "writes Prometheus's rules for docker compose anew",
  },
  'ci/images/build.ts': {
    call: 'npm run build:images [-- --push [registry [image...]]]',
    does: 'builds what is not built yet',
    flags: { push: 'pushes what the registry lacks, by default that of the settings' },
    words: Infinity,
  },
  'ci/emulated/deploy.ts': {
    call: 'npm run deploy:emulated [-- options]',
    does: 'deploys the stacks to an emulated AWS, checks and destroys them',
    flags: {
      keep: 'keeps the folder of the run, with the synthesized stacks and the states',
      matrix: 'deploys variants of a small environment instead of the stacks',
      sandbox: 'brings the trial of one service up and down instead of the stacks',
      faults: 'breaks deployments on purpose and goes on, instead of the stacks',
      calls: 'writes down which calls a plan and a deployment make, instead of the stacks',
    },
  },
  'ci/incidents/run.ts': {
    call: 'npm run test:incidents',
    does: 'lets things happen to the alarms of every platform and compares what fires',
  },
  'ci/faults/run.ts': {
    call: 'npm run test:faults [-- options]',
    does: 'breaks real containers and counts what that costs',
    values: {
      'rounds <number>': "rounds in place of each fault's own",
      'only <fault>': 'one fault alone; may be repeated',
    },
  },
  'ci/providers/run.ts': {
    call: 'npm run test:providers',
    does: 'asks the real providers of Docker and Google Cloud, where this machine has them',
  },
  'ci/task/run.ts': {
    call: 'npm run task -- <environment> <service> <command> [words of it]',
    does: 'runs a command once, as a task like those of a service, and ends with its exit code',
    ownHelp: true,
    ownOptions: true,
  },
  'ci/pipeline/attest.ts': {
    call: 'npm run images:attest -- [--key <private key>] [--registry <address>] [--images <name>,<name>]',
    does: 'signs the images in a registry and attaches their SBOM: docs/release.md',
    ownOptions: true,
  },
  'ci/pipeline/verify.ts': {
    call: 'npm run images:verify -- [--stack <stack>] [--key <public key>] [--registry <host>] [--skip-synth]',
    does: 'checks that every image of the stacks is signed: docs/release.md',
    ownOptions: true,
  },
  'ci/pipeline/plan.ts': {
    call: 'npm run stack:plan -- <stack> [--refresh-only] [--skip-synth] [--allow-changes], or npm run drift -- <stack> [--wait <seconds>]',
    does: 'plans a stack and changes nothing; 2 where something differs: docs/release.md',
    ownOptions: true,
  },
  'ci/pipeline/deploy.ts': {
    call: 'npm run stack:deploy -- <stack> [--key <public key>] [--registry <host>] [--url <address to ask>] [--skip-synth]',
    does: 'deploys a stack, asks its entrance, and goes back where that fails: docs/release.md',
    ownOptions: true,
  },
  'ci/pipeline/smoke.ts': {
    call: 'npm run smoke -- <stack> [--url <address to ask>] [--skip-synth]',
    does: 'asks the entrance of a stack whether its routes answer: docs/release.md',
    ownOptions: true,
  },
  'ci/pipeline/local/run.ts': {
    call: 'npm run pipeline:local [-- options]',
    does: 'all steps of the pipeline, from a push to the way back, on this machine alone',
    flags: {
      'only-images': 'ends when the images are signed',
      keep: 'keeps the folder of the run, with the synthesized stacks and the states',
    },
  },
  'ci/lint/dockerfiles.ts': {
    call: 'npm run lint:docker',
    does: 'hadolint over every Dockerfile',
  },
  'ci/images/sizes.ts': {
    call: 'npm run sizes',
    does: 'what every image adds to its base, and its budget',
  },
  'ci/review/print-changes.ts': {
    call: 'npm run review:changes -- --base <folder> [options]',
    does: 'who reaches whom anew, and whom no longer; 2 where something changes',
    values: {
      'base <folder>': 'the stacks as they were',
      'head <folder>': 'the stacks as they are; cdktf.out unless given',
      'output <file>': 'file that is written as well, as Markdown',
    },
  },
  'ci/review/comment.ts': {
    call: 'npm run review:comment -- <folder> | --fork',
    does: 'one comment on a pull request out of the Markdown files of a folder',
    flags: { fork: 'says why a pull request of a fork has no plan' },
    words: 1,
  },
  'ci/images/update-base-images.ts': {
    call: 'npm run base-images:update',
    does: 'writes the newest digest of every base image to the lock file',
  },
  'ci/images/propose-base-images.ts': {
    call: 'npm run base-images:propose',
    does: 'opens a pull request with the lock file of base images as it lies here',
  },
  'ci/images/scan.ts': {
    call: 'npm run dependencies:scan',
    does: 'asks what is known against the dependencies that the images are built from',
  },
  'ci/lint/workflows.ts': {
    call: 'npm run lint:workflows [-- <folder>]',
    does: 'actionlint and zizmor over every workflow, those of .github unless a folder is given',
    words: 1,
  },
});

/**
 * What is said in place of running a program, with the exit code, or undefined where it runs.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {{ code: 0 | 2, text: string } | undefined}
 */
export function saidInstead(program, args) {
  const usage = usages[program];
  if (usage === undefined) return undefined;
  const asksForHelp = args.includes('--help') || args.includes('-h');
  if (asksForHelp && !usage.ownHelp) return { code: 0, text: helpOf(usage) };
  if (usage.ownOptions) return undefined;
  const problems = problemsOf(usage, args);
  if (problems.length === 0) return undefined;
  return { code: 2, text: `${problems.join('\n')}\n\n${helpOf(usage)}` };
}

function helpOf({ call, does, flags = {}, values = {} }) {
  const options = Object.entries({ ...flags, ...values }).map(([name, what]) => [
    `--${name}`,
    what,
  ]);
  const width = Math.max(...options.map(([option = '']) => option.length)) + 3;
  const lines = options.map(([option = '', what]) => `  ${option.padEnd(width)}${what}`);
  return [call, `  ${does}`, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

/** Every problem at once: parseArgs ends at the first where it is strict. */
function problemsOf({ flags = {}, values = {}, words = 0, ownHelp }, args) {
  const typed = (names, type) => names.map((name) => [name.split(' ')[0], { type }]);
  const known = Object.fromEntries([
    ...typed([...Object.keys(flags), ...(ownHelp ? ['help'] : [])], 'boolean'),
    ...typed(Object.keys(values), 'string'),
  ]);
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter(({ kind }) => kind === 'option');
  const more = positionals.slice(words);
  return [
    ...options.flatMap(({ name, rawName, value }) => problemOfOption(known[name], rawName, value)),
    ...(more.length > 0 ? [`'${more.join("', '")}' means nothing here`] : []),
  ];
}

function problemOfOption(option, rawName, value) {
  if (option === undefined) return [`'${rawName}' is unknown here`];
  // `--only --rounds 5` means no fault that is called '--rounds'
  if (option.type === 'string' && (!value || value.startsWith('-')))
    return [`'${rawName}' needs a value`];
  if (option.type === 'boolean' && value) return [`'${rawName}' takes no value, got '${value}'`];
  return [];
}
