/** Ports of one protocol, both ends included. */
export interface PortRange {
  /** `tcp`, `udp`, another of the platform's words, or `all` for every protocol. */
  readonly protocol: string;

  /** First port, 0 to 65535. */
  readonly from: number;

  /** Last port, 0 to 65535. */
  readonly to: number;
}

/** Every port of every protocol. */
export const allPorts: PortRange = { protocol: 'all', from: 0, to: 65535 };

/** One TCP port. */
export function tcpPort(port: number): PortRange {
  return { protocol: 'tcp', from: port, to: port };
}

/** The ports that are in both ranges, or undefined. */
export function commonPorts(a: PortRange, b: PortRange): PortRange | undefined {
  if (a.protocol !== b.protocol && a.protocol !== 'all' && b.protocol !== 'all') return undefined;
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from > to
    ? undefined
    : { protocol: a.protocol === 'all' ? b.protocol : a.protocol, from, to };
}

/** Whether a range has a TCP port. */
export function includesPort(range: PortRange, port: number): boolean {
  return commonPorts(range, tcpPort(port)) !== undefined;
}

/** A range for people: `8080`, `8000-8999`, `udp 53`, `all tcp`, `all`. */
export function printPorts({ protocol, from, to }: PortRange): string {
  if (from === 0 && to === 65535) return protocol === 'all' ? 'all' : `all ${protocol}`;
  const ports = from === to ? String(from) : `${from}-${to}`;
  return protocol === 'tcp' ? ports : `${protocol} ${ports}`;
}
