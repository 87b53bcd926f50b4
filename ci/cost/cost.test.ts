import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { egressRows, endpointsBelowNat } from './egress';
import { dollars, monthOf, prices } from './prices';
import { type Stack, systemCost, systemRows, together, unknownKinds } from './system';
import { committedStacks } from './tables';

const read = (path: string) => readFileSync(join(repositoryRoot(), path), 'utf8');
const stacks = committedStacks();
const lines = systemCost(stacks);

describe('the cost of the system', () => {
  it('is what the prices say of what Terraform will make', () => {
    expect(systemRows(lines).slice(1)).toEqual([
      ['Fargate on x86, processor', '4.75 vCPU in 19 tasks x 730 h', '140.36'],
      ['Fargate on x86, memory', '9.5 GB in 19 tasks x 730 h', '30.83'],
      ['Interface endpoint in one zone', '8 x 730 h', '58.40'],
      ['Application load balancer', '1 x 730 h', '16.43'],
      ['Public IPv4 address', '2 x 730 h', '7.30'],
      ['Web ACL', '1', '5.00'],
      ['Rule of a web ACL', '5', '5.00'],
      ['Valkey node cache.t4g.micro', '2 x 730 h', '18.69'],
      ['Metric of an alarm', '294', '29.40'],
      ['Composite alarm', '30', '15.00'],
      ['Health check of an entrance on AWS, by HTTPS', '1', '1.50'],
      ['KMS key', '2', '2.00'],
      ['Secret', '2', '0.80'],
      ['Together', 'at rest', '330.70'],
    ]);
  });

  it('is the one that the page about deployments begins with', () => {
    expect(read('docs/deploy.md')).toContain(
      `At rest about ${Math.round(together(lines))} USD a month in us-east-1`,
    );
  });

  it('has thought of every kind of resource in the stacks', () => {
    expect(unknownKinds(stacks)).toEqual([]);
  });

  it('fails when something comes in that nobody has thought of', () => {
    const more: Stack = { resource: { aws_opensearch_domain: { D: {} }, aws_vpc: { V: {} } } };

    expect(unknownKinds([...stacks, more])).toEqual(['aws_opensearch_domain']);
  });

  it('grows with gateways, their addresses and the size of the tasks', () => {
    const changed = structuredClone(stacks) as Record<string, Record<string, object>>[][];
    const resource = (changed as unknown as { resource: Record<string, object> }[])[2]!.resource;
    Object.assign(resource, { aws_nat_gateway: { A: {} }, aws_eip: { A: {} } });
    const [task] = Object.values(resource.aws_ecs_task_definition!) as Record<string, string>[];
    task!.memory = '1024';

    const grown = together(systemCost(changed as unknown as Stack[])) - together(lines);

    expect(dollars(grown)).toBe(dollars(36.5 + monthOf('memoryHour', 0.5 * 2)));
  });

  it('is no number where a node has no price', () => {
    const node = { node_type: 'cache.r7g.large', num_cache_clusters: 1 };
    const other: Stack = { resource: { aws_elasticache_replication_group: { C: node } } };

    expect(together(systemCost([other]))).toBeNaN();
  });

  it('counts dashboards beyond three small ones', () => {
    const dashboard = (count: number) => ({
      dashboard_body: {
        widgets: [
          { properties: { metrics: Array.from({ length: count }, (_, at) => [`m${at}`]) } },
        ],
      },
    });
    const of = (...counts: number[]) => {
      const all = Object.fromEntries(counts.map((count, at) => [`D${at}`, dashboard(count)]));
      return systemCost([{ resource: { aws_cloudwatch_dashboard: all } }]);
    };

    expect(of(50, 1, 1)).toEqual([]);
    expect(together(of(51))).toBe(3);
    expect(together(of(1, 1, 1, 1, 60))).toBe(6);
  });

  it('names a page and a date for each price', () => {
    for (const { page, asOf } of Object.values(prices)) {
      expect(page).toMatch(/pricing/);
      expect(asOf).toMatch(/^2026-\d\d(-\d\d)?$/);
    }
  });
});

describe('the cost of each way out', () => {
  const column = (heading: string) => egressRows()[0]!.indexOf(heading);
  const of = (heading: string) =>
    egressRows()
      .slice(1)
      .map((row) => row[column(heading)]);

  it('is what the comments of the choices say', () => {
    const source = read('constructs/aws/egress.ts').replaceAll(/\s*\n\s*\*\s*/g, ' ');

    expect(of('Two zones')).toEqual(['58.40', '36.50', '73.00', '14.60']);
    expect(source).toContain('58.40 USD for the default in two zones');
    expect(source).toContain('36.50 USD for one gateway, and for `perZone` 73.00 in two zones');
  });

  it('grows with the zones where it stands in each', () => {
    expect(of('Three zones')).toEqual(['87.60', '36.50', '109.50', '14.60']);
  });

  it('grows with the data that goes through it', () => {
    expect(of('Two zones, 100 GB')).toEqual(['59.40', '41.00', '77.50', '14.60']);
  });

  it('is lower with so many endpoints as the comments say', () => {
    const source = read('constructs/aws/egress.ts').replaceAll(/\s*\n\s*\*\s*/g, ' ');

    expect(endpointsBelowNat()).toBe(4);
    expect(source).toContain(`Up to ${endpointsBelowNat()} endpoints per zone cost less than`);
  });
});
