import type { TerraformStack } from 'cdktf';
import { Notify } from '../core/notify';
import { Route } from '../core/route';
import { type Block, synth, type SynthesizedStack } from '../core/synth';
import { Alarms, type AlarmsProps } from './alarms';
import { Cache } from './cache';
import type { CloudRunService } from './cloud-run-service';
import { type Changes, service } from './cloud-run-service.fixture';
import { Entrance } from './entrance';
import type { Region } from './region';
import { testRegion, workload } from './region.fixture';
import { ReverseProxy } from './reverse-proxy';

/** Somebody who hears everything. */
export const somebody = [Notify.email('oncall@example.org')];

/** What a test may watch, all of one region. */
export interface Parts {
  readonly stack: TerraformStack;
  readonly region: Region;
  readonly run: (id: string, changes?: Changes) => CloudRunService;
  readonly cache: () => Cache;
  readonly proxy: (entrance?: Entrance) => ReverseProxy;
}

/** Gives `use` what it can watch, and synthesizes what it made. */
export function withParts(use: (parts: Parts) => void): SynthesizedStack {
  return synth((stack) => {
    const region = testRegion(stack);
    const run = (id: string, changes?: Changes) => service(stack, id, { region, ...changes });
    use({
      stack,
      region,
      run,
      cache: () => new Cache(stack, 'Cache', { region }),
      proxy: (entrance = Entrance.own()) =>
        new ReverseProxy(stack, 'ReverseProxy', {
          region,
          entrance,
          image: workload.image,
          routes: [Route.path('/', 'web')],
          services: new Map([['web', run('web')]]),
        }),
    });
  });
}

/** Alarms over what `watch` makes. */
export function alarmsOver(
  watch: (parts: Parts) => AlarmsProps['watch'],
  changes: Partial<AlarmsProps> = {},
): SynthesizedStack {
  return withParts((parts) => {
    new Alarms(parts.stack, 'Alarms', { watch: watch(parts), notify: somebody, ...changes });
  });
}

/** A policy as Terraform reads it. */
export interface Policy extends Block {
  readonly conditions: readonly [
    {
      readonly condition_prometheus_query_language?: Query;
      readonly condition_matched_log?: { readonly filter: string };
    },
  ];
}

interface Query {
  readonly query: string;
  readonly duration: string;
}

/** The policy of a display name. */
export function policyNamed(stack: SynthesizedStack, name: string): Policy {
  return stack.where('google_monitoring_alert_policy', 'display_name', name) as Policy;
}

/** The query of a policy. */
export function queryOf(stack: SynthesizedStack, name: string): string {
  return policyNamed(stack, name).conditions[0].condition_prometheus_query_language!.query;
}

/** The display names of all policies. */
export function policyNames(stack: SynthesizedStack): string[] {
  const policies = stack.all('google_monitoring_alert_policy');
  return policies.map((one) => one.display_name as string).sort();
}
