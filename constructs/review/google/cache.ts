import { piecesOf, referencesIn } from '../expression';
import type { Edge, Step, Workload } from '../graph';
import type { Model, Resource } from '../model';
import type { Interface, Vpcs } from './vpc';
import type { RunWorkload } from './workload';

/** Kind of a cache that has addresses inside a network. */
const cacheKind = 'google_memorystore_instance';

/** Port of the Redis protocol. */
const port = 6379;

/** What caches add to a graph. */
export interface Caches {
  /** The caches. */
  readonly workloads: readonly Workload[];

  /** The ways to them. */
  readonly edges: readonly Edge[];
}

/** Who reaches the caches of Memorystore: whoever is in the network, as far as rules of egress let it. */
export function cachesOf(model: Model, vpcs: Vpcs, workloads: readonly RunWorkload[]): Caches {
  const caches = model.all(cacheKind);
  return {
    workloads: caches.map((cache) => ({
      name: nameOf(model, cache),
      address: cache.address,
      port,
    })),
    edges: caches.flatMap((cache) =>
      workloads.flatMap((workload) => wayTo(model, vpcs, cache, workload)),
    ),
  };
}

/** Whether a value is made of the addresses of a cache, and of nothing else that the stack makes. */
export function isCacheAddress(raw: unknown): boolean {
  const addresses = addressesIn(raw);
  return addresses.length > 0 && addresses.every((one) => one.startsWith(`${cacheKind}.`));
}

function wayTo(model: Model, vpcs: Vpcs, cache: Resource, workload: RunWorkload): Edge[] {
  const place = vpcs.interfaceOf(workload);
  if (!place) return [];
  const own = {
    from: workload.name,
    to: nameOf(model, cache),
    ports: { protocol: 'tcp', from: port, to: port },
  };
  const networks = (model.blocks(cache.block.desired_auto_created_endpoints) ?? []).map(
    ({ network }) => vpcs.key(network),
  );
  const step: Step = { address: cache.address, text: 'has an address in the network' };
  if (place.network === undefined || networks.length === 0 || networks.includes(undefined)) {
    const text = 'may have an address in the network';
    return [{ ...own, verdict: 'unknown', steps: [{ address: cache.address, text }] }];
  }
  if (!networks.includes(place.network)) return [];
  const rule = firstRule(model, vpcs, cache, place);
  if (!rule) return [{ ...own, verdict: 'reachable', steps: [step] }];
  const { address } = rule;
  if (isDenial(model, rule)) return [];
  const text = `lets ${workload.name} through by its tag`;
  return [{ ...own, verdict: 'reachable', steps: [step, { address, text }] }];
}

/** The rule that decides: the lowest number, and among equal ones a denial. */
function firstRule(
  model: Model,
  vpcs: Vpcs,
  cache: Resource,
  place: Interface,
): Resource | undefined {
  const order = ({ block }: Resource): number => model.number(block.priority ?? 1000) ?? 0;
  return model
    .all('google_compute_firewall')
    .filter(
      ({ block }) => isFor(model, block, cache, place) && vpcs.key(block.network) === place.network,
    )
    .sort(
      (a, b) => order(a) - order(b) || Number(isDenial(model, b)) - Number(isDenial(model, a)),
    )[0];
}

function isFor(
  model: Model,
  block: Resource['block'],
  cache: Resource,
  { tags }: Interface,
): boolean {
  if (model.text(block.direction) !== 'EGRESS') return false;
  if (model.flag(block.disabled, false) === true) return false;
  if (!addressesIn(block.destination_ranges).includes(cache.address)) return false;
  const targets = (model.list(block.target_tags) ?? []).map((tag) => model.text(tag) ?? '');
  return targets.length === 0 || targets.some((tag) => tags.includes(tag));
}

function isDenial(model: Model, { block }: Resource): boolean {
  return (model.blocks(block.deny) ?? []).length > 0;
}

function addressesIn(raw: unknown): string[] {
  const texts = Array.isArray(raw) ? raw : [raw];
  return texts
    .flatMap((text) => (typeof text === 'string' ? piecesOf(text) : []))
    .flatMap((piece) => ('expression' in piece ? referencesIn(piece.expression) : []))
    .map(({ address }) => address);
}

function nameOf(model: Model, { block, address }: Resource): string {
  return model.text(block.instance_id) ?? address;
}
