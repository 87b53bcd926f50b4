import { type Piece, piecesOf } from '../expression';
import type { Model, Resource } from '../model';

/** One place of a container on a network. */
export interface Place {
  /** The network, unresolved. */
  readonly network: unknown;

  /** Names of the container there, beside its own. */
  readonly aliases: readonly string[];
}

/** What a container's traffic goes through. */
export type Attachment =
  | { readonly kind: 'networks'; readonly places: readonly Place[] }
  /** The network of the machine itself. */
  | { readonly kind: 'host' }
  | { readonly kind: 'none' }
  /** The network namespace of another container: its address or its name. */
  | { readonly kind: 'container'; readonly container: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A port of the machine that leads into a container. */
export interface PublishedPort {
  /** Port of the container, or undefined where it cannot be told. */
  readonly internal: number | undefined;

  /** Port of the machine, or undefined where the engine chooses or it cannot be told. */
  readonly external: number | undefined;

  /** Address of the machine that listens, '' for all of them, undefined where it cannot be told. */
  readonly ip: string | undefined;

  /** `tcp`, `udp` or `sctp`. */
  readonly protocol: string;
}

/** A container of a Docker engine, as far as reachability asks. */
export interface Container {
  /** Name for reports: that on the engine, with the address where two engines have it. */
  readonly name: string;

  /** Name on the engine, or the address where only the deployment knows it. */
  readonly engineName: string;

  /** The resource. */
  readonly resource: Resource;

  /** The engine: the provider that the resource names, or ''. */
  readonly engine: string;

  /** What its traffic goes through. */
  readonly attachment: Attachment;

  /** Ports of the machine that lead to it; undefined where they cannot be told. */
  readonly ports: readonly PublishedPort[] | undefined;

  /** Whether every port that the image exposes is published; undefined where it cannot be told. */
  readonly publishesAll: boolean | undefined;

  /** Its variables. */
  readonly variables: ReadonlyMap<string, string>;

  /** Hosts that are written into its hosts file. */
  readonly hosts: readonly string[];
}

/** Every container of the stack. */
export function containersOf(model: Model): Container[] {
  const names = model.all('docker_container').map((r) => model.text(r.block.name) ?? r.address);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return model.all('docker_container').map((resource, at) => {
    const { block, address } = resource;
    const engineName = names[at] ?? address;
    return {
      name: counts.get(engineName) === 1 ? engineName : `${engineName} (${address})`,
      engineName,
      resource,
      engine: engineOf(resource),
      attachment: attachmentOf(model, resource),
      ports: model.blocks(block.ports)?.map((port) => readPort(model, port)),
      publishesAll: model.flag(block.publish_all_ports, false),
      variables: variablesOf(model, block.env),
      hosts: (model.blocks(block.host) ?? []).flatMap(({ host }) => model.text(host) ?? []),
    };
  });
}

/** The engine that a resource is made on: the provider that it names, or ''. */
export function engineOf({ block }: Resource): string {
  return typeof block.provider === 'string' ? block.provider : '';
}

function attachmentOf(model: Model, { block }: Resource): Attachment {
  const blocks = model.blocks(block.networks_advanced);
  if (!blocks) return { kind: 'unknown', reason: 'has networks that cannot be told' };
  const mode = modeOf(model, block.network_mode);
  if (mode.kind === 'container' || mode.kind === 'unknown') return mode;
  if (blocks.length === 0) return mode;
  if (mode.kind !== 'networks') {
    return { kind: 'unknown', reason: `has networks beside the network mode ${mode.kind}` };
  }
  const places = blocks.map(({ name, aliases }) => ({
    network: name,
    aliases: (model.list(aliases) ?? []).flatMap((alias) => model.text(alias) ?? []),
  }));
  return { kind: 'networks', places };
}

function modeOf(model: Model, raw: unknown): Attachment {
  const written = raw === undefined || raw === null || raw === '' ? 'bridge' : raw;
  const container = containerIn(model, written);
  if (container !== undefined) return { kind: 'container', container };
  const mode = model.identity(written);
  if (mode === undefined) return { kind: 'unknown', reason: 'has a network that cannot be told' };
  if (mode === 'host' || mode === 'none') return { kind: mode };
  return { kind: 'networks', places: [{ network: bridgeName(mode) ?? written, aliases: [] }] };
}

/** `bridge` and `default` are the engine's own network. */
function bridgeName(mode: string): string | undefined {
  return mode === 'bridge' || mode === 'default' ? 'bridge' : undefined;
}

/** The other container of `container:<name or id>`. */
function containerIn(model: Model, raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined;
  const text = model.text(raw);
  if (text !== undefined) return /^container:(.+)$/.exec(text)?.[1];
  const [first, second, ...rest]: Piece[] = piecesOf(raw);
  if (!first || !('text' in first) || first.text !== 'container:') return undefined;
  if (!second || !('expression' in second) || rest.length > 0) return undefined;
  return model.identity(`\${${second.expression}}`);
}

function readPort(model: Model, block: Readonly<Record<string, unknown>>): PublishedPort {
  const { internal, external, ip, protocol } = block;
  return {
    internal: model.number(internal),
    external: model.number(external),
    ip: ip === undefined || ip === null ? '' : model.text(ip),
    protocol: model.text(protocol)?.toLowerCase() ?? 'tcp',
  };
}

function variablesOf(model: Model, raw: unknown): Map<string, string> {
  const entries = (model.list(raw) ?? []).flatMap((entry) => {
    const text = model.text(entry) ?? entry;
    if (typeof text !== 'string') return [];
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    return name === '' ? [] : [[name, value] as const];
  });
  return new Map(entries);
}
