import { allDown } from './all-down';
import type { Fault } from './fault';
import { flakyService } from './flaky-service';
import { fullDisk } from './full-disk';
import { killCache } from './kill-cache';
import { killReplica } from './kill-replica';
import { killWriter } from './kill-writer';
import { restartChat } from './restart-chat';
import { restartWriter } from './restart-writer';
import { secondWriter } from './second-writer';
import { stopReplica } from './stop-replica';
import { stopService } from './stop-service';

/** Every fault, in the order of the page docs/faults.md. */
export const faults: readonly Fault[] = [
  killWriter,
  secondWriter,
  fullDisk,
  stopService,
  stopReplica,
  restartWriter,
  restartChat,
  killReplica,
  allDown,
  killCache,
  flakyService,
];
