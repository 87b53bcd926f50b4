import type { StackFile } from '../../constructs/review/stack-file';
import { changesBetween, markdownOfChanges } from './changes';
import { synthesizedDocuments } from './documents';

const documents = synthesizedDocuments();
const stack = (name: string, document: object = documents.get(name)!): StackFile => ({
  name,
  path: `${name}/cdk.tf.json`,
  document: document as StackFile['document'],
});
const without = (name: string, type: string, part: RegExp): StackFile => {
  const copy = structuredClone(documents.get(name)!) as unknown as {
    resource: Record<string, Record<string, unknown>>;
  };
  const kept = Object.entries(copy.resource[type]!).filter(([one]) => !part.test(one));
  expect(kept.length).toBeLessThan(Object.keys(copy.resource[type]!).length);
  copy.resource[type] = Object.fromEntries(kept);
  return stack(name, copy);
};

describe('the changes between two folders', () => {
  it('are none where nothing changed', () => {
    const same = [stack('ecs-prod'), stack('local')];

    expect(changesBetween(same, same)).toEqual([]);
    expect(markdownOfChanges([])).toContain('Nothing changes.');
  });

  it('name a way that is open now, and the other way round one that is closed', () => {
    const type = 'aws_vpc_security_group_ingress_rule';
    const closed = [without('ecs-prod', type, /Goapp/)];
    const open = [stack('ecs-prod')];

    const [change] = changesBetween(closed, open);

    expect(change!.opened.join('\n')).toMatch(/prod-adminapp -> prod-goapp:8080/);
    expect(change!.closed).toEqual([]);
    expect(changesBetween(open, closed)[0]!.closed).toEqual(change!.opened);
    expect(markdownOfChanges([change!])).toMatch(
      /\*\*ecs-prod\*\*[^]*\n\+ prod-adminapp -> prod-goapp:8080/,
    );
  });

  it('name what keeps data and is gone', () => {
    const [change] = changesBetween(
      [stack('ecs-prod')],
      [without('ecs-prod', 'aws_efs_file_system', /./)],
    );

    expect(change!.lost).toEqual([expect.stringMatching(/^aws_efs_file_system\.Users/)]);
    expect(markdownOfChanges([change!])).toMatch(/! aws_efs_file_system\.\w+ keeps data/);
  });

  it('name everything of a stack that is new', () => {
    const [change] = changesBetween([], [stack('ecs-prod')]);

    expect(change!.opened.join('\n')).toMatch(/internet -> /);
  });
});
