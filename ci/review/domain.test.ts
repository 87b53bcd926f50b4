import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '../../constructs/review/graph';
import { reviewStack } from '../../constructs/review/review';
import { readStacks } from '../../constructs/review/stack-file';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/settings';
import { schemaProblems } from '../schema/check';
import { agreementOf, isEqual, printAgreement } from './agreement';
import { renderedSystems } from './rendered';

type Block = Record<string, unknown>;
type Document = Record<string, unknown> & { resource: Record<string, Record<string, Block>> };

const rendered = renderedSystems.find(({ stack }) => stack === 'gcp-run')!;

function documentWith(variables: Readonly<Record<string, string>>): Document {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-domain-'));
  try {
    composeApp(settingsFrom(variables), { outdir }).synth();
    const found = readStacks(outdir).find(({ name }) => name === 'gcp-run');
    return found!.document as unknown as Document;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const domain = { SLIPWAY_GCP_DOMAIN: 'run.example.org', SLIPWAY_GCP_ZONE: 'example.org' };
const document = documentWith(domain);

/** The graph after a mistake. */
function graphAfter(change: (resource: Document['resource']) => void): Graph {
  const copy = structuredClone(document);
  change(copy.resource);
  return reviewStack(copy);
}

const waysIn = ({ edges }: Graph) =>
  edges
    .filter(({ from }) => from === 'internet')
    .map(({ to, through, verdict }) => [to, through, verdict]);

const proxyOf = (resource: Document['resource']): Block =>
  Object.values(resource.google_cloud_run_v2_service!).find(
    ({ name }) => name === 'prod-reverse-proxy',
  )!;

const throughBalancer = ['prod-reverse-proxy', 'prod-public-https:443', 'reachable'];

describe('gcp-run at a domain', () => {
  const graph = reviewStack(document);
  const comparison = agreementOf(rendered, graph);

  it('follows the schema of the provider, with a zone and without', () => {
    expect(schemaProblems(document)).toEqual([]);
    expect(schemaProblems(documentWith({ SLIPWAY_GCP_DOMAIN: 'run.example.org' }))).toEqual([]);
  });

  it('lets exactly those reach each other that services/system.ts names', () => {
    expect(printAgreement('gcp-run', graph, comparison)).toMatch(/^gcp-run: what is reachable eq/);
    expect(isEqual(comparison, graph)).toBe(true);
  });

  it('is entered through the balancer alone, on 443', () => {
    expect(waysIn(graph)).toEqual([throughBalancer]);
  });

  it('tells every step of the way in', () => {
    const [edge] = graph.edges.filter(({ from }) => from === 'internet');

    expect(edge?.steps.map(({ address }) => address?.split('.')[0])).toEqual([
      'google_compute_global_forwarding_rule',
      'google_compute_url_map',
      'google_compute_region_network_endpoint_group',
      'google_compute_security_policy',
      'google_cloud_run_v2_service',
      'google_cloud_run_v2_service',
    ]);
  });

  it('says why the address of the proxy is no way in', () => {
    const without = graphAfter((resource) => {
      delete resource.google_compute_global_forwarding_rule;
    });

    expect(waysIn(without)).toEqual([]);
    expect(without.whyNot?.('internet', 'prod-reverse-proxy')).toMatch(
      /does not take requests from the internet at its own address \(ingress\)/,
    );
  });
});

describe('a mistake in gcp-run at a domain', () => {
  it('opens the way around the balancer', () => {
    const graph = graphAfter((resource) => {
      proxyOf(resource).ingress = 'INGRESS_TRAFFIC_ALL';
    });

    expect(waysIn(graph)).toEqual(
      expect.arrayContaining([throughBalancer, ['prod-reverse-proxy', undefined, 'reachable']]),
    );
  });

  it('closes the proxy to the balancer', () => {
    const graph = graphAfter((resource) => {
      proxyOf(resource).ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
    });

    expect(waysIn(graph)).toEqual([]);
    expect(graph.broken.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('prod-reverse-proxy takes no requests of load balancers'),
    ]);
  });

  it('serves the system on plain HTTP', () => {
    const graph = graphAfter((resource) => {
      const [https] = Object.values(resource.google_compute_target_https_proxy!);
      const [http] = Object.values(resource.google_compute_target_http_proxy!);
      http!.url_map = https!.url_map;
    });

    expect(waysIn(graph)).toEqual(
      expect.arrayContaining([['prod-reverse-proxy', 'prod-public-http:80', 'reachable']]),
    );
  });

  it('refuses everyone, perhaps', () => {
    const graph = graphAfter((resource) => {
      const [policy] = Object.values(resource.google_compute_security_policy!);
      for (const rule of policy!.rule as Block[]) rule.action = 'deny(403)';
    });

    expect(waysIn(graph)).toEqual([['prod-reverse-proxy', 'prod-public-https:443', 'unknown']]);
  });
});
