import type { Fault } from './fault';
import { fullDisk } from './full-disk';
import { killWriter } from './kill-writer';
import { secondWriter } from './second-writer';

/** Every fault, in the order of the page docs/faults.md. */
export const faults: readonly Fault[] = [killWriter, secondWriter, fullDisk];
