// npm run test:readme: what the README and the guides tell to type, typed as they say it
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { tail } from '../command';
import { pagesBelow } from '../docs/markdown';
import { Report } from '../emulated/report';
import { inLanes } from '../test/lanes';
import { missing } from '../tools';
import { type Chapter, chapters, idOf, linesOf, type Passage, passageOf } from './chapters';
import { fatesOf, placesOf } from './fate';
import { inAccount, inContainers, interrupt, onLaptop } from './places';
import type { Ran } from './shell';
import { isGuide, partsOf, typedOn } from './typed';

const root = repositoryRoot();
const typed = pagesBelow(root).filter(isGuide).flatMap(typedOn);
const places = { laptop: onLaptop, containers: inContainers, account: inAccount } as const;

void main(process.argv.slice(2));

async function main(wanted: readonly string[]): Promise<void> {
  const report = new Report((line) => {
    console.log(line);
  });
  const chosen = chapters.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) {
    console.error(`the chapters are ${chapters.map(({ name }) => `'${name}'`).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  await inLanes(chosen, (chapter) => runChapter(report, chapter));
  if (wanted.length === 0) tellOthers(report);
  report.finish();
  process.exitCode = Number(report.bad);
}

async function runChapter(report: Report, chapter: Chapter): Promise<void> {
  report.step(`begins: ${chapter.name}`);
  const lines = linesOf(chapter, typed);
  const absent = await missing(chapter.needs);
  if (absent.length > 0) {
    const problem = `not present: ${absent.map(({ name, adds }) => `${name}, which would add ${adds}`).join('; ')}`;
    for (const { place, command } of lines) {
      if (process.env.CI === 'true') report.add({ what: `${place} ${command}`, problem });
      else report.skip(`${place} ${command}`, problem);
    }
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), `slipway-readme-`));
  try {
    const all = await places[chapter.place](chapter, lines, { root, folder, id: idOf(chapter) });
    report.step(chapter.name);
    for (const ran of all) tell(report, ran, passageOf(chapter, ran.typed)?.prints);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell(
  report: Report,
  { typed: { place, command }, ok, output }: Ran,
  prints: Passage['prints'] = {},
): void {
  const wanted = prints[command];
  const what = `${place} ${command}`;
  if (ok && wanted && !wanted.test(output ?? '')) {
    report.add({ what, problem: `it did not print ${wanted}\n${tail(output ?? '', 40)}` });
  } else if (ok) report.add({ what });
  else if (output === undefined)
    report.add({ what, problem: 'an earlier line of its chapter failed' });
  else report.add({ what, problem: `it failed\n${tail(output, 40)}` });
}

/** What is not typed here: by which suite it is run, or why by nobody. */
function tellOthers(report: Report): void {
  report.step('run by other suites of npm test');
  const ran = new Set(
    chapters
      .flatMap((chapter) => linesOf(chapter, typed))
      .flatMap(({ command }) => partsOf(command)),
  );
  const places = placesOf(typed);
  const bySuites: string[] = [];
  const byNobody: (readonly [command: string, reason: string])[] = [];
  for (const [key, [first]] of places) {
    const part = key.slice(key.indexOf('\0') + 1);
    const [fate] = ran.has(part) ? [] : fatesOf(part, first?.page ?? '');
    if (fate?.kind === 'suite') bySuites.push(`${part}: ${fate.suite}`);
    if (fate?.kind === 'elsewhere') byNobody.push([part, fate.reason]);
  }
  report.lines(bySuites);
  report.step('run by nobody here');
  for (const [command, reason] of byNobody) report.skip(command, reason);
  const typedHere = places.size - bySuites.length - byNobody.length;
  report.step(
    `${places.size} commands: ${typedHere} typed here, ${bySuites.length} run by other suites, ${byNobody.length} by nobody here`,
  );
}
