import { CallGraph } from './call-graph';

describe('CallGraph', () => {
  it('takes each name once', () => {
    const graph = new CallGraph('cluster');
    graph.addName('api');

    expect(graph.nameProblems('web')).toEqual([]);
    expect(graph.nameProblems('api')).toEqual([
      "'name' must be unique in the cluster, got 'api' twice; give one service another 'name'",
    ]);
  });

  it('takes each call once and no cycle', () => {
    const graph = new CallGraph('cluster');
    graph.addEdge('it', { from: 'web', to: 'api' });

    expect(() => graph.addEdge('it', { from: 'web', to: 'api' })).toThrow(/called twice for 'api'/);
    expect(() => graph.addEdge('it', { from: 'api', to: 'web' })).toThrow(/web -> api -> web/);
  });
});
