import type {
  IWatchable,
  WatchedCache,
  WatchedLoadBalancer,
  WatchedService,
  WatchedStore,
} from './watched';

/** Everything that is watched, by what it is. */
export function everythingOf(watch: readonly IWatchable[]) {
  const services: WatchedService[] = [];
  const balancers: WatchedLoadBalancer[] = [];
  const caches: WatchedCache[] = [];
  const files: WatchedStore[] = [];
  const watcher = {
    watchService: (service: WatchedService) => void services.push(service),
    watchLoadBalancer: (balancer: WatchedLoadBalancer) => void balancers.push(balancer),
    watchCache: (cache: WatchedCache) => void caches.push(cache),
    watchFiles: (store: WatchedStore) => void files.push(store),
  };
  for (const one of new Set(watch)) one.watchedBy(watcher);
  const environments = [
    ...services.map(({ cluster }) => cluster.environment),
    ...[...balancers, ...caches, ...files].map(({ environment }) => environment),
  ];
  return { services, balancers, caches, files, environments };
}
