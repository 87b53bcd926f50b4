/**
 * Who reaches a service.
 *
 * - `internal`: services of the network that were connected to it
 * - `public`: everyone, under its run.app address
 * - `load-balancer`: everyone, through a load balancer that stands in front
 */
export type Exposure = 'internal' | 'public' | 'load-balancer';

/** What an exposure means to Cloud Run. */
export interface ExposureSettings {
  /** Where requests may come from. */
  readonly ingress: string;

  /** Whether a request needs no identity. Not a grant to allUsers, which many organisations forbid. */
  readonly invokerIamDisabled: boolean;
}

/** The settings of each exposure. */
export const exposureSettings: Readonly<Record<Exposure, ExposureSettings>> = {
  internal: { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY', invokerIamDisabled: false },
  public: { ingress: 'INGRESS_TRAFFIC_ALL', invokerIamDisabled: true },
  // SECURITY(WAF): the run.app address answers nobody, so that nothing goes around the balancer
  'load-balancer': { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER', invokerIamDisabled: true },
};
