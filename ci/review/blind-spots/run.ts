import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { judgeStack } from '../../../constructs/review/judge/judge';
import { run } from '../../command';
import { announcedTables, withTable } from '../../docs/generated-table';
import { pythonEnvironment } from '../../python/environment';
import { type BlindSpot, blindSpots } from './inputs';

// npm run test:blind-spots: the same bad inputs for checkov's whole command line and for review, against the table on the page
const page = 'docs/review-rules.md';

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const python = await pythonEnvironment(
    {
      name: 'checkov',
      requirements: resolve('ci/review/blind-spots/requirements.txt'),
      root: resolve('.'),
    },
    run,
  );
  const folder = mkdtempSync(join(tmpdir(), 'slipway-blind-spots-'));
  try {
    const verdicts = await checkovVerdicts(python, folder);
    const rows = blindSpots.map((spot) => [spot.input, theirs(spot, verdicts), ours(spot)]);
    const wrong = blindSpots.filter((spot) => !isRight(spot));
    for (const { input } of wrong) console.log(`review misjudges: ${input}`);
    const stale = tableProblem(rows);
    if (stale !== undefined) console.log(stale);
    const passed = blindSpots.length - wrong.length + (stale === undefined ? 1 : 0);
    const failed = wrong.length + (stale === undefined ? 0 : 1);
    console.log(`${passed} passed, ${failed} failed, 0 skipped`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Verdicts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What each check says of each input, by the name of the input: one run over all of them. */
async function checkovVerdicts(python: string, folder: string): Promise<Verdicts> {
  for (const { name, document } of blindSpots) {
    mkdirSync(join(folder, 'stacks', name), { recursive: true });
    writeFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), JSON.stringify(document, null, 2));
  }
  const checks = [...new Set(blindSpots.flatMap((spot) => spot.checks))];
  const { output } = await run(
    python,
    // prettier-ignore
    ['-m', 'checkov.main', '--directory', folder, '--framework', 'terraform_json', '--output', 'json',
      '--skip-download', '--compact', '--soft-fail', '--check', checks.join(',')],
    { env: { ...process.env, LOG_LEVEL: 'ERROR' } },
  );
  const report = JSON.parse(output.slice(output.search(/^[[{]/m))) as Report;
  const verdicts = new Map<string, Map<string, string>>();
  for (const [kind, list] of Object.entries(report.results)) {
    const verdict = { failed_checks: 'FAILED', passed_checks: 'PASSED' }[kind];
    for (const { check_id, file_path } of verdict === undefined ? [] : list) {
      const name = file_path.split('/').at(-2) ?? '';
      const own = verdicts.get(name) ?? new Map<string, string>();
      if (verdict !== undefined && own.get(check_id) !== 'FAILED') own.set(check_id, verdict);
      verdicts.set(name, own);
    }
  }
  return verdicts;
}

interface Report {
  readonly results: Readonly<Record<string, readonly { check_id: string; file_path: string }[]>>;
}

function theirs({ name, checks }: BlindSpot, verdicts: Verdicts): string {
  return checks.map((id) => `${id} ${verdicts.get(name)?.get(id) ?? 'no verdict'}`).join(', ');
}

function ours(spot: BlindSpot): string {
  const broken = brokenBy(spot);
  const found = spot.rules.filter((id) => broken.includes(id));
  return found.length > 0 ? found.map((id) => `breaks \`${id}\``).join(', ') : 'nothing to find';
}

function isRight(spot: BlindSpot): boolean {
  const broken = brokenBy(spot);
  return spot.rules.every((id) => broken.includes(id));
}

function brokenBy({ document }: BlindSpot): string[] {
  const { findings } = judgeStack({ ...document });
  return findings.filter(({ verdict }) => verdict === 'broken').map(({ rule }) => rule.id);
}

/** Writes the table with UPDATE_DOCS=1, else says whether the page has another one. */
function tableProblem(rows: readonly (readonly string[])[]): string | undefined {
  const text = readFileSync(page, 'utf8');
  const table = announcedTables(text).find(({ kind }) => kind === 'blind-spots');
  if (!table) return `${page} has no table of blind spots`;
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(page, withTable(text, table.line, [['Input', 'checkov', 'review'], ...rows]));
    return undefined;
  }
  return JSON.stringify(table.rows) === JSON.stringify(rows.map((row) => row.map(trimmed)))
    ? undefined
    : `${page} has another table; UPDATE_DOCS=1 npm run test:blind-spots writes it anew`;
}

function trimmed(cell: string): string {
  return cell.trim();
}
