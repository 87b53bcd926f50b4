import { readFileSync, writeFileSync } from 'node:fs';
import { announcementOf, withTable } from './page';
import { expected } from './expected';
import { scenarios } from './scenarios';

const path = 'docs/incidents.md';

function cell(firings: readonly string[] = []): string {
  if (firings.length === 0) return 'silent';
  return firings.map((one) => one.replace(/^(\S+) (\S+) (\S+)$/, '`$1` $2 $3')).join(', ');
}

const rows = [
  ['What happens', 'compose', 'ecs-prod', 'gcp-run'],
  ...scenarios.map(({ name, story }) => {
    const { compose, 'ecs-prod': ecs, 'gcp-run': google } = expected[name]!;
    return [`${story} (${name})`, cell(compose), cell(ecs), cell(google)];
  }),
];

it('the page has the table of what must fire; UPDATE_DOCS=1 writes it again', () => {
  const before = readFileSync(path, 'utf8');
  const after = withTable(before, announcementOf(before), rows);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, after);

  expect(readFileSync(path, 'utf8') === after).toBe(true);
});
