import { Counter, Gauge, type Registry } from 'prom-client';

export type Direction = 'to_backend' | 'to_browser';
export type RefusedMessage = 'event' | 'type' | 'length' | 'rate' | 'full' | 'flood' | 'lost';

/** Counts what goes through the sockets; never what it says. */
export interface RelayMetrics {
  opened(): void;
  closed(): void;
  /** Connected, then refused because too many others are. */
  turnedAway(): void;
  relayed(direction: Direction): void;
  refused(reason: RefusedMessage): void;
}

export function createRelayMetrics(registry: Registry): RelayMetrics {
  const registers = [registry];
  const open = new Gauge({
    name: 'websocket_connections_open',
    help: 'Browser sockets that are open now.',
    registers,
  });
  const turnedAway = new Counter({
    name: 'websocket_connections_turned_away_total',
    help: 'Browser sockets refused because too many were open.',
    registers,
  });
  const relayed = new Counter({
    name: 'websocket_messages_relayed_total',
    help: 'Messages passed on, by direction.',
    labelNames: ['direction'],
    registers,
  });
  const refused = new Counter({
    name: 'websocket_messages_refused_total',
    help: 'Messages not passed on or not answered, by reason.',
    labelNames: ['reason'],
    registers,
  });
  return {
    opened: () => open.inc(),
    closed: () => open.dec(),
    turnedAway: () => turnedAway.inc(),
    relayed: (direction) => relayed.inc({ direction }),
    refused: (reason) => refused.inc({ reason }),
  };
}
