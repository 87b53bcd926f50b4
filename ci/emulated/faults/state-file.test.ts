import { lossOf, stateFile } from './state-file';

const instance = (id: string) => ({ attributes: { id } });
const state = (more = {}) =>
  JSON.stringify({
    lineage: 'one',
    serial: 4,
    resources: [
      { mode: 'managed', type: 'aws_ecr_repository', instances: [instance('b')] },
      { mode: 'managed', type: 'aws_ecr_repository', instances: [instance('a')] },
      { mode: 'managed', type: 'aws_ecr_lifecycle_policy', instances: [instance('c')] },
      { mode: 'data', type: 'aws_ecr_repository', instances: [instance('d')] },
    ],
    ...more,
  });

describe('a state', () => {
  it('tells its lineage, its serial and the resources of one kind', () => {
    expect(stateFile(state(), 'aws_ecr_repository')).toEqual({
      lineage: 'one',
      serial: 4,
      ids: ['a', 'b'],
    });
  });

  it.each(['', '{', '{}', state({ serial: undefined })])('fails when it reads %p', (text) => {
    expect(() => stateFile(text, 'aws_ecr_repository')).toThrow();
  });
});

describe('the loss of a state', () => {
  const before = { lineage: 'one', serial: 4, ids: [] };

  it('is none where it went on', () => {
    expect(lossOf(before, { ...before, serial: 6 })).toEqual([]);
  });

  it('is told where another state took its place', () => {
    expect(lossOf(before, { lineage: 'two', serial: 1, ids: [] })).toEqual([
      'its lineage changed to two',
      'its serial fell from 4 to 1',
    ]);
  });
});
