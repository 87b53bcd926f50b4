import type { CloudRunService } from './cloud-run-service';

/** What a service of this platform may be connected to beside other services: Files, Cache, Bucket. */
export interface IBacking<Peer> {
  /** Name of the backing. */
  readonly name: string;

  /** What its callers learn of it. */
  readonly peer: Peer;

  /**
   * Gives one service what it needs to use the backing. `connectTo` of the service calls this.
   *
   * @throws ValidationError when the service cannot use it
   */
  attachTo(caller: CloudRunService): void;
}
