import type { Edge, PlatformLimits } from './graph';
import { includesPort, printPorts } from './port-range';

/** A call that somebody meant to be possible. */
export interface DeclaredCall {
  /** Who calls. */
  readonly from: string;

  /** Who is called. */
  readonly to: string;

  /** Port of the callee. */
  readonly port: number;
}

/** How what is reachable differs from what was declared. */
export interface Comparison {
  /** Declared calls that cannot be made for certain. */
  readonly missing: readonly DeclaredCall[];

  /** Ways that nobody declared. */
  readonly extra: readonly Edge[];

  /** Ways that nobody declared and that the platform cannot close while it keeps a declared one open. */
  readonly inevitable: readonly Edge[];

  /** Declared calls that can be made. */
  readonly confirmed: readonly DeclaredCall[];
}

/** Clouds tell directions and ports apart. */
export const cloudLimits: PlatformLimits = { direction: true, ports: true };

/** A Docker network connects its containers both ways and on every port. */
export const dockerLimits: PlatformLimits = { direction: false, ports: false };

/** Compares what was declared with what is reachable: equal if nothing is missing and nothing extra. */
export function compare(
  declared: readonly DeclaredCall[],
  edges: readonly Edge[],
  limits: PlatformLimits,
): Comparison {
  const rightPorts = (edge: Edge, port: number): boolean =>
    limits.ports ? printPorts(edge.ports) === String(port) : includesPort(edge.ports, port);
  const fulfils = (edge: Edge, call: DeclaredCall): boolean =>
    edge.from === call.from && edge.to === call.to && rightPorts(edge, call.port);

  const certain = edges.filter(({ verdict }) => verdict === 'reachable');
  const possible = (call: DeclaredCall): boolean => certain.some((edge) => fulfils(edge, call));
  const unasked = edges.filter(
    (edge) => edge.verdict === 'unknown' || !declared.some((call) => fulfils(edge, call)),
  );
  const isReverse = (edge: Edge): boolean =>
    !limits.direction &&
    edge.verdict === 'reachable' &&
    declared.some(({ from, to }) => from === edge.to && to === edge.from);
  return {
    missing: declared.filter((call) => !possible(call)),
    confirmed: declared.filter(possible),
    extra: unasked.filter((edge) => !isReverse(edge)),
    inevitable: unasked.filter(isReverse),
  };
}
