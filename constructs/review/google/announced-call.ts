import { piecesOf, type Reference, referencesIn } from '../expression';
import type { Model } from '../model';
import type { RunWorkload } from './workload';

/** A call to a service that a variable announces by holding its address. */
export interface AddressCall {
  /** Name of the variable. */
  readonly variable: string;

  /** Who is called. */
  readonly callee: RunWorkload;
}

/** `https://<name>-<project number>.<region>.run.app`, the address that can be known before the deployment. */
const knownAddress = /https:\/\/([a-z][a-z0-9-]*)-\d+\.([a-z0-9-]+)\.run\.app/g;

/** Finds the services whose addresses variables hold. */
export class Addresses {
  private readonly byAddress: ReadonlyMap<string, RunWorkload>;
  private readonly byName: ReadonlyMap<string, RunWorkload>;

  constructor(
    private readonly model: Model,
    workloads: readonly RunWorkload[],
  ) {
    const services = workloads.filter(({ kind }) => kind.endsWith('service'));
    this.byAddress = new Map(services.map((service) => [service.resource.address, service]));
    this.byName = new Map(
      services.map((service) => {
        const name = model.text(service.resource.block.name) ?? service.name;
        return [`${name} ${service.location ?? ''}`, service];
      }),
    );
  }

  /** The calls that the variables of a workload announce, once for each callee. */
  public callsOf(caller: RunWorkload): AddressCall[] {
    const calls = (caller.containers ?? []).flatMap(({ variables }) =>
      [...variables].flatMap(([variable, value]) =>
        this.namedIn(value).map((callee) => ({ variable, callee })),
      ),
    );
    const others = calls.filter(({ callee }) => callee !== caller);
    return [...new Map(others.map((call) => [call.callee, call])).values()];
  }

  private namedIn(value: string): RunWorkload[] {
    const references = piecesOf(value).flatMap((piece) =>
      'expression' in piece ? this.read(piece.expression, 8) : [],
    );
    const referred = references
      .filter(({ attribute }) => /^(uri|urls|status)\b/.test(attribute))
      .flatMap(({ address }) => this.byAddress.get(address) ?? []);
    const written = [...value.matchAll(knownAddress)].flatMap(
      ([, name = '', region = '']) => this.byName.get(`${name} ${region}`) ?? [],
    );
    return [...referred, ...written];
  }

  /** What an expression reads, through local values. */
  private read(expression: string, left: number): Reference[] {
    return referencesIn(expression).flatMap((reference) => {
      const { address, attribute } = reference;
      if (!/^(local|var)\./.test(address) || left === 0) return [reference];
      const path = attribute === '' ? address : `${address}.${attribute}`;
      const value = this.model.resolve(`\${${path}}`);
      if (value.kind === 'reference') return [value.reference];
      return value.kind === 'unknown' && value.expression !== expression
        ? piecesOf(value.expression).flatMap((piece) =>
            'expression' in piece
              ? this.read(piece.expression, left - 1)
              : this.read(piece.text, left - 1),
          )
        : [];
    });
  }
}
