import { Egress } from '../../constructs/aws/egress';
import { dollars, monthOf, prices } from './prices';

/** What one way out of a network costs. */
interface WayOut {
  /** As a user writes it. */
  readonly choice: string;

  /** US dollars a month, whatever goes through it, by the number of zones and of tasks. */
  readonly atRest: (zones: number, tasks: number) => number;

  /** US dollars for each GB. */
  readonly gigabyte: number;

  /** What can be reached. */
  readonly reaches: string;
}

/** Tasks that are counted where each has an address of its own: two services of two tasks. */
const tasks = 4;

const endpoints = (count: number, zones: number) => monthOf('endpointHour', count * zones);
const gateways = (count: number) => monthOf('natHour', count) + monthOf('publicAddressHour', count);
const standard = Egress.endpoints().services;

const waysOut: readonly WayOut[] = [
  {
    choice: 'Egress.endpoints()',
    atRest: (zones) => endpoints(standard.length, zones),
    gigabyte: prices.endpointGigabyte.usd,
    reaches: `${standard.length} services of AWS, and S3 for nothing`,
  },
  {
    choice: 'Egress.nat()',
    atRest: () => gateways(1),
    gigabyte: prices.natGigabyte.usd,
    reaches: 'the internet, until the zone of the gateway is lost',
  },
  {
    choice: 'Egress.nat({ perZone: true })',
    atRest: (zones) => gateways(zones),
    gigabyte: prices.natGigabyte.usd,
    reaches: 'the internet, zone by zone',
  },
  {
    choice: 'Egress.publicAddresses()',
    atRest: (_, running) => monthOf('publicAddressHour', running),
    gigabyte: 0,
    reaches: 'the internet, each task from its own address',
  },
];

/** The price of each way out as a table. */
export function egressRows(): string[][] {
  return [
    ['Choice', 'Two zones', 'Three zones', 'Each GB', 'Two zones, 100 GB', 'What it reaches'],
    ...waysOut.map(({ choice, atRest, gigabyte, reaches }) => [
      `\`${choice}\``,
      dollars(atRest(2, tasks)),
      dollars(atRest(3, tasks)),
      gigabyte.toFixed(3),
      dollars(atRest(2, tasks) + 100 * gigabyte),
      reaches,
    ]),
  ];
}

/** So many endpoints in each zone cost less than a gateway in each zone, whatever the number of zones. */
export function endpointsBelowNat(): number {
  // five cost the same to the cent
  return Math.ceil(Number((gateways(1) / endpoints(1, 1)).toFixed(6))) - 1;
}
