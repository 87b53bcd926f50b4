import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alerts } from '../../constructs/core/alert';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { synthesizedStacks } from '../schema/stacks';
import { rowsBelow } from './table';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

// with a host name of one's own there is a balancer in front of Cloud Run, and its alarm
const stacks = synthesizedStacks({ SLIPWAY_GCP_DOMAIN: 'run.example.com' });

/** Where alarms are, by the words of the page. */
const alarms = {
  AWS: JSON.stringify(stacks['ecs-prod']),
  'Google Cloud': JSON.stringify(stacks['gcp-run']),
  laptop: read('services/prometheus/rules.yml'),
};

describe('the table of the runbooks', () => {
  const rows = rowsBelow(read('docs/runbooks/README.md'), '| Alert');

  it.each(rows)('says where there is the alert %s', (link = '', ...cells) => {
    const name = /^\[([\w-]+)\]/.exec(link)?.[1] ?? '';
    const places = Object.entries(alarms)
      .filter(([, text]) => text.includes(`docs/runbooks/${name}.md`))
      .map(([place]) => place);
    // a budget names no page, and is made where a setting asks for it
    const expected = name === 'budget-spent' ? ['AWS', 'Google Cloud'] : places;

    expect(cells.at(-1)).toBe(expected.join(', '));
    expect(expected).not.toEqual([]);
  });

  it('has a row for each kind', () => {
    expect(rows).toHaveLength(Object.keys(alerts).length);
  });
});
