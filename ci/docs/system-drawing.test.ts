import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { reviewStack } from '../../constructs/review';
import { system } from '../../services/system';
import { synthesizedStacks } from '../schema/stacks';
import { drawingOf } from './system-drawing';
import { entrance, layoutOf, visitor } from './system-layout';

const file = join(repositoryRoot(), 'docs/system.svg');

describe('docs/system.svg', () => {
  // UPDATE_DOCS=1 npx jest ci/docs draws it anew
  it('is what services/system.ts declares', async () => {
    const drawing = drawingOf(await layoutOf(system));
    if (process.env.UPDATE_DOCS === '1') writeFileSync(file, drawing);

    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(drawing);
  });

  it('has the arrows that review finds open in ecs-prod, and no others', async () => {
    const { edges } = reviewStack(synthesizedStacks()['ecs-prod'] as Record<string, unknown>);
    const plain = (name: string) => (name === 'internet' ? visitor : name.replace(/^prod-/, ''));
    const open = edges.map(({ from, to }) => `${plain(from)} -> ${plain(to)}`);
    const { lines } = await layoutOf(system);
    // a bucket is reached by rights, and no port is opened for it
    const drawn = lines
      .filter(({ to }) => to !== 'pages')
      .map(({ from, to }) => `${from} -> ${to}`);

    expect(drawn.sort()).toEqual(open.sort());
    expect(drawn).toContain(`${visitor} -> ${entrance}`);
  });

  it('lets no box lie upon another and no text leave the page', async () => {
    const { boxes, lines, width, height } = await layoutOf(system);
    const overlaps = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width)
        .filter((b) => a.y < b.y + b.height && b.y < a.y + a.height)
        .map((b) => `${a.name} and ${b.name}`),
    );
    const outside = lines.filter(
      ({ text }) => text && (text.x < 20 || text.x > width - 20 || text.y < 10 || text.y > height),
    );

    expect([overlaps, outside]).toEqual([[], []]);
  });
});
