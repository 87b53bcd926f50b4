import { TerraformVariable } from 'cdktf';
import type { SynthesizedStack } from '../core/synth';
import { type Parts, withParts } from './alarms.fixture';
import { Dashboard } from './dashboard';
import { testRegion, workload } from './region.fixture';
import type { Watched } from './watched';

interface Tile {
  readonly xPos: number;
  readonly yPos: number;
  readonly width: number;
  readonly height: number;
  readonly widget: {
    readonly title: string;
    readonly text?: { readonly content: string };
    readonly logsPanel?: { readonly filter: string };
    readonly xyChart?: {
      readonly dataSets: readonly {
        readonly legendTemplate?: string;
        readonly timeSeriesQuery: { readonly prometheusQuery: string };
      }[];
    };
  };
}

function dashboardOf(watch: (parts: Parts) => readonly Watched[]): SynthesizedStack {
  return withParts((parts) => {
    const objectives = { api: { availabilityPercent: 99, naturalErrorPercent: 10 } };
    new Dashboard(parts.stack, 'Dashboard', { watch: watch(parts), objectives });
  });
}

function tilesOf(stack: SynthesizedStack): readonly Tile[] {
  const json = stack.one('google_monitoring_dashboard').dashboard_json as string;
  return (JSON.parse(json) as { mosaicLayout: { tiles: Tile[] } }).mosaicLayout.tiles;
}

function queriesOf(tiles: readonly Tile[], title: string): string[] {
  const { widget } = tiles.find((tile) => tile.widget.title === title)!;
  return widget.xyChart!.dataSets.map(({ timeSeriesQuery }) => timeSeriesQuery.prometheusQuery);
}

describe('Dashboard', () => {
  const sockets = { ...workload, protocol: 'websocket' } as const;
  const stack = dashboardOf(({ run, cache }) => [
    run('Api'),
    run('Chat', { workload: sockets }),
    cache(),
  ]);
  const tiles = tilesOf(stack);

  it('is one page with the most urgent first', () => {
    expect(stack.counts()).toMatchObject({ google_monitoring_dashboard: 1 });
    expect(tiles.map(({ widget }) => widget.title)).toEqual([
      'Firing now',
      'What to do',
      'Budget of errors left, over 28 days',
      'Requests per second',
      'Share of server errors',
      'Time to answer in ms, quantile 0.5',
      'Time to answer in ms, quantile 0.95',
      'Time to answer in ms, quantile 0.99',
      'Instances',
      'Requests that wait for an instance',
      'Seconds billed per second',
      'Processor of the busiest',
      'Memory of the fullest',
      'Memory of the caches',
      'Errors of the services',
      'Containers that ended',
    ]);
  });

  it('lays no chart over another, and none beyond the edge', () => {
    const cells = tiles.flatMap(({ xPos, yPos, width, height }) =>
      Array.from({ length: width * height }, (_, index) =>
        [xPos + (index % width), yPos + Math.floor(index / width)].join(),
      ),
    );

    expect(new Set(cells).size).toBe(cells.length);
    for (const { xPos, width } of tiles) expect(xPos + width).toBeLessThanOrEqual(48);
  });

  it('shows what is left of each budget, above what fails by nature', () => {
    const [api, chat] = queriesOf(tiles, 'Budget of errors left, over 28 days');

    expect(api).toMatch(
      /^1 - clamp_min\(\(sum\(.*\[40320m\]\)\) or vector\(0\)\) \/ sum\(.*\) - 0\.1, 0\) \/ 0\.01$/,
    );
    expect(chat).toContain('- 0, 0) / 0.001');
  });

  it('knows no time to answer of sockets', () => {
    expect(queriesOf(tiles, 'Time to answer in ms, quantile 0.5')).toEqual([
      expect.stringContaining('service_name="prod-api"'),
    ]);
  });

  it('leads to the logs with their queries', () => {
    const { content } = tiles[1]!.widget.text!;
    const filters = tiles.flatMap(({ widget }) => widget.logsPanel?.filter ?? []);

    expect(content).toContain('docs/runbooks/<alert>.md');
    expect(content.match(/logs\/query;query=\S+\?project=my-project/g)).toHaveLength(3);
    expect(filters).toEqual([
      expect.stringContaining('severity>=ERROR'),
      expect.stringContaining('Container called exit'),
    ]);
  });

  it('leads to the logs of a region that only the deployment knows', () => {
    const later = withParts(({ stack, run, region: { network } }) => {
      const { stringValue: location } = new TerraformVariable(stack, 'location', {});
      const region = testRegion(stack, { network: { ...network, location } }, 'Later');
      new Dashboard(stack, 'Dashboard', { watch: [run('Api', { region })] });
    });
    const { content } = tilesOf(later)[1]!.widget.text!;

    expect(content).toContain('location%3D%22${var.location}%22%0A');
    expect(JSON.stringify(later.json)).not.toContain('TfToken');
  });

  it('has no chart of time or caches where there is nothing to show', () => {
    const few = tilesOf(dashboardOf(({ run }) => [run('Api', { workload: sockets })]));

    expect(few.map(({ widget }) => widget.title)).not.toContain('Memory of the caches');
    expect(few.some(({ widget }) => widget.title.startsWith('Time to answer'))).toBe(false);
  });
});
