import { metricsModuleLines, metricsProgramLines, metricsServer } from './metrics';
import { cloudRunPlatform } from './cloud-run-platform';
import { dockerPlatform } from './platform';

describe('metrics', () => {
  const server = metricsServer(dockerPlatform());

  it('have a listener of their own, which writes no log', () => {
    expect(server).toContain('  listen 9090;');
    expect(server).toContain('  access_log off;');
    expect(server.filter((line) => line.includes('listen'))).toHaveLength(1);
  });

  it('keep the counters that they are made from to themselves', () => {
    const counters = server.indexOf('  location = /.counters {');

    expect(server.slice(counters, counters + 3)).toEqual([
      '  location = /.counters {',
      '    internal;',
      '    stub_status;',
    ]);
  });

  it('are loaded with the program', () => {
    expect(metricsModuleLines(dockerPlatform())).toHaveLength(1);
    expect(metricsProgramLines(dockerPlatform())).toContain('js_import metrics from metrics.js;');
  });

  it('are nowhere to be had where only one port can be reached', () => {
    const platform = cloudRunPlatform();

    expect(metricsServer(platform)).toEqual([]);
    expect(metricsModuleLines(platform)).toEqual([]);
    expect(metricsProgramLines(platform)).toEqual([]);
  });
});
