import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Verdict, WaivedFinding } from '../waivers/ledger';
import { ledgerRules } from '../waivers/ledger';
import { isObject, Model } from '../model';
import type { Finding, RuleText, Severity } from '../rule';
import { reviewRules } from '../judge/rule-registry';
import type { StackFile } from '../stack-file';
import { resourceLines } from './line-number';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** How GitHub orders findings of security: 7.0 and more is high, 4.0 and more medium. */
const scores: Readonly<Record<Severity, string>> = { high: '8.0', medium: '5.0', low: '2.0' };

/** What the rules found in several stacks, as a document of SARIF 2.1.0. */
export function sarifReport(
  files: readonly StackFile[],
  verdicts: ReadonlyMap<string, Verdict>,
): string {
  const rules: readonly RuleText[] = [...reviewRules, ...Object.values(ledgerRules)];
  const results = files.flatMap((file) => {
    const verdict = verdicts.get(file.name);
    return verdict ? resultsOf(file, verdict, rules) : [];
  });
  const driver = {
    name: 'slipway review',
    rules: rules.map(descriptorOf),
  };
  return JSON.stringify(
    {
      $schema:
        'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
    },
    null,
    2,
  );
}

function descriptorOf({
  id,
  title,
  rationale,
  remedy,
  severity,
  controls,
  page,
}: RuleText): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: { text: remedy },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['security', ...controls], 'security-severity': scores[severity] },
  };
}

function resultsOf(
  file: StackFile,
  { findings, waived }: Verdict,
  rules: readonly RuleText[],
): object[] {
  const place = placesIn(file);
  const suppressed = new Map<Finding, WaivedFinding>(waived.map((one) => [one, one]));
  return [...findings, ...waived].map((finding) => ({
    ruleId: finding.rule.id,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule.id),
    // what cannot be read is no finding yet, but somebody should look
    kind: finding.verdict === 'unread' ? 'review' : 'fail',
    level: finding.verdict === 'unread' ? 'none' : levels[finding.rule.severity],
    message: { text: `${finding.address}: ${finding.reason}; ${finding.rule.remedy}` },
    locations: [place(finding)],
    partialFingerprints: { 'resource/v1': `${file.name}/${finding.address}/${finding.rule.id}` },
    ...suppressionsOf(suppressed.get(finding)),
  }));
}

function suppressionsOf(finding: WaivedFinding | undefined): object {
  if (!finding) return {};
  const { reason, expires, premise } = finding.waiver;
  const justification = `${reason} (until ${expires}${premise === undefined ? '' : `, while ${premise}`})`;
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}

/** Where in a file a finding is: its line there, and the path of the construct that made it. */
function placesIn({ path, document }: StackFile): (finding: Finding) => object {
  const lines = resourceLines(readFileSync(path, 'utf8'));
  const { resources } = new Model(document);
  return ({ address }) => {
    const line = lines.get(address);
    const construct = constructPath(resources.get(address)?.block);
    return {
      physicalLocation: {
        artifactLocation: { uri: uriOf(path) },
        ...(line === undefined ? {} : { region: { startLine: line } }),
      },
      logicalLocations: [
        { name: address, fullyQualifiedName: construct ?? address, kind: 'resource' },
      ],
    };
  };
}

/** The path that cdktf notes beside what a construct makes. */
function constructPath(block: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const metadata = isObject(block?.['//']) ? block['//'].metadata : undefined;
  const path = isObject(metadata) ? metadata.path : undefined;
  return typeof path === 'string' ? path : undefined;
}

/** Relative to where the command runs, which is the root of the repository for whoever reads the report. */
function uriOf(path: string): string {
  return relative('.', path).split(sep).map(encodeURIComponent).join('/');
}
