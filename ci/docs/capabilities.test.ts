import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { declaredMembers } from './declared-members';
import { linksOf, pageOf } from './markdown';
import { rowsBelow } from './table';

const root = repositoryRoot();
const path = 'docs/capabilities.md';
const text = readFileSync(join(root, path), 'utf8');

/** How many rows each part has: none may fall out of sight. */
const parts: readonly (readonly [part: string, rows: number])[] = [
  ['Network', 6],
  ['Load balancer', 11],
  ['Containers and storage', 18],
  ['Service discovery', 2],
  ['Deployment', 8],
  ['Scaling and capacity', 9],
  ['Operations', 17],
];

const sections = text.split(/^## /m).slice(1);
const rows = sections.flatMap((section) => rowsBelow(section, '| Capability'));
const members = declaredMembers(root, ['constructs/core/index.ts', 'constructs/aws/index.ts']);

/** Each name with a capital letter in a cell: `Network.fromIds()`, `Files`. */
function namesIn(cell: string): { owner: string; member: string | undefined }[] {
  return [...cell.matchAll(/`([A-Z]\w+)(?:\.(\w+)(?:\(\))?)?`/g)].map(([, owner = '', member]) => ({
    owner,
    member,
  }));
}

function isDeclared({ owner, member }: { owner: string; member: string | undefined }): boolean {
  const own = members.get(owner);
  return own !== undefined && (member === undefined || own.has(member));
}

describe('the table of capabilities', () => {
  it('has every part with all of its rows', () => {
    const found = sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      rowsBelow(section, '| Capability').length,
    ]);

    expect(found).toEqual(parts);
  });

  it.each(rows)('says of %s whether it is there: %s', (_, ours = '', where = '', proof = '') => {
    const there = /^(yes|option): ./.test(ours);
    const links = (cell: string) => linksOf(pageOf(path, cell));

    expect(ours).toMatch(/^(yes|option|no): .|^not yet; ./);
    // what is not there says what to do until then, and has nothing to show
    for (const part of ours.split('not yet').slice(1)) expect(part).toMatch(/[;,] \S/);
    expect([links(where).length > 0, links(proof).length > 0]).toEqual([there, there]);
    for (const test of links(proof)) {
      expect(test).toMatch(/\.test\.ts$/);
      expect(existsSync(join(root, 'docs', test))).toBe(true);
    }
  });

  it.each(rows)('names of %s what the types declare', (_, ours = '') => {
    expect(namesIn(ours).filter((name) => !isDeclared(name))).toEqual([]);
  });

  it('names props at all, and tells one that is not declared', () => {
    expect(rows.flatMap(([, ours = '']) => namesIn(ours)).length).toBeGreaterThan(50);
    expect(isDeclared({ owner: 'FargateServiceProps', member: 'exec' })).toBe(true);
    expect(isDeclared({ owner: 'FargateServiceProps', member: 'execs' })).toBe(false);
    expect(isDeclared({ owner: 'FargateServices', member: undefined })).toBe(false);
  });
});
