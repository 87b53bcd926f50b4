import { Fn } from 'cdktf';
import { known } from '../core/known';
import { cloudName } from '../core/naming';
import { shown } from '../core/validation';
import { Cache } from './cache';
import { CloudRunService } from './cloud-run-service';
import { LoadBalancer } from './load-balancer';
import type { Region } from './region';
import { ReverseProxy } from './reverse-proxy';

/** What alarms and dashboards can look at. A proxy brings its service, its load balancer and the public entrance along. */
export type Watched = Cache | CloudRunService | LoadBalancer | ReverseProxy;

/** Where the public comes in. */
export interface PublicEntrance {
  /** What it is called, in names and construct ids. */
  readonly name: string;

  /** Host name, which only the deployment knows for an address of Cloud Run's own. */
  readonly host: string;
}

/** What is watched, sorted by kind, each in the order in which it was named. */
export interface WatchedParts {
  /** The services, the proxies' own included. */
  readonly services: readonly CloudRunService[];

  /** The caches. */
  readonly caches: readonly Cache[];

  /** The load balancers, those of proxies included. */
  readonly loadBalancers: readonly LoadBalancer[];

  /** Every way in from the internet. */
  readonly entrances: readonly PublicEntrance[];
}

/** Sorts what is watched by kind. */
export function watchedParts(watch: readonly Watched[]): WatchedParts {
  const proxies = watch.filter((one) => one instanceof ReverseProxy);
  const alone = watch.filter((one) => one instanceof LoadBalancer);
  const behind = new Set(proxies.map(({ loadBalancer }) => loadBalancer));
  return {
    services: watch.flatMap((one) => {
      if (one instanceof ReverseProxy) return [one.service];
      return one instanceof CloudRunService ? [one] : [];
    }),
    caches: watch.filter((one) => one instanceof Cache),
    loadBalancers: watch.flatMap((one) => {
      if (one instanceof ReverseProxy) return one.loadBalancer ? [one.loadBalancer] : [];
      return one instanceof LoadBalancer ? [one] : [];
    }),
    entrances: [
      ...proxies.map(({ service, url }) => ({ name: service.name, host: hostOf(url) })),
      ...alone
        .filter((one) => !behind.has(one))
        .map(({ urlMapName, url }) => ({ name: urlMapName, host: hostOf(url) })),
    ],
  };
}

function hostOf(url: string): string {
  const scheme = 'https://';
  return known(url) ? url.slice(scheme.length) : Fn.trimprefix(url, scheme);
}

/** Name of a service in Cloud Run, as text: in a query, a reference to the service could not be read before a deployment. */
export function nameInCloudRun({ region, name }: CloudRunService): string {
  return cloudName(region.environment, name);
}

/** Name of a cache in Memorystore, as text. */
export function nameInMemorystore({ region, name }: Cache): string {
  return cloudName(region.environment, name);
}

/** Every problem of what is watched. */
export function watchProblems(watch: readonly Watched[]): string[] {
  const { services, caches, loadBalancers } = watchedParts(watch);
  const regions = new Set<Region>([...services, ...caches].map(({ region }) => region));
  return [
    ...(services.length === 0
      ? [
          `'watch' must name a service or a proxy, got ${shown(watch.map(({ node }) => node.id))}; add what runs`,
        ]
      : []),
    ...repeated([...services, ...caches]),
    ...(new Set(loadBalancers).size < loadBalancers.length
      ? [`'watch' names a load balancer twice; a proxy brings its own along`]
      : []),
    ...(regions.size > 1
      ? [
          `'watch' must be in one region, got ${shown([...regions].map(placeOf))}; make one of these for each region`,
        ]
      : []),
  ];
}

function placeOf({ environment, location }: Region): string {
  return `${environment} in ${location}`;
}

function repeated(named: readonly (Cache | CloudRunService)[]): string[] {
  const twice = named.filter((one, index) => named.indexOf(one) < index);
  return [...new Set(twice)].map(
    ({ name }) =>
      `'watch' names '${name}' twice; leave one out, and a proxy brings its own service along`,
  );
}
