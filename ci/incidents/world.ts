/** What happens to one part of the system within a minute. */
export interface Minute {
  /** Requests that visitors make; every one is answered. */
  readonly requests: number;
  /** Answers that are server errors. */
  readonly errors: number;
  /** Answers that take 2 s instead of 0.05 s. */
  readonly slow: number;
  /** Copies that run. */
  readonly tasks: number;
  /** Copies that wait to start. */
  readonly pending: number;
  /** Copies that ended with an error. */
  readonly exits: number;
  /** Copies that fail the health check of their balancer. */
  readonly unhealthy: number;
  /** Processor that is used, in percent. */
  readonly cpuPercent: number;
  /** Memory that is used, in percent. */
  readonly memoryPercent: number;
  /** Calls that the store did not carry out. */
  readonly storeFailures: number;
  /** Whether the store says anything of itself. */
  readonly storeReports: boolean;
  /** Memory of the store that is used, in percent. */
  readonly storePercent: number;
  /** Whether the entrance answers those who ask from outside. */
  readonly reachable: boolean;
  /** Days until the certificate of the entrance ends. */
  readonly certificateDays: number;
  /** Whether measurements arrive at all. */
  readonly measured: boolean;
  /** Copies that ended since a new one took their place. A laptop has one, which ends before the new one answers. */
  readonly replaced: number;
  /** Whether the only copy has ended and the next one does not run yet. Cloud Run starts the next one first. */
  readonly handover: boolean;
}

/** A minute of a good day. */
export const goodMinute: Minute = {
  requests: 100,
  errors: 0,
  slow: 0,
  tasks: 2,
  pending: 0,
  exits: 0,
  unhealthy: 0,
  cpuPercent: 20,
  memoryPercent: 40,
  storeFailures: 0,
  storeReports: true,
  storePercent: 30,
  reachable: true,
  certificateDays: 60,
  measured: true,
  replaced: 0,
  handover: false,
};

/** Minutes of a good day before anything happens: more than the longest window that is looked at. */
export const minutesBefore = 1500;

/** Minutes that are looked at after it is over: more than the longest short window. */
const minutesAfter = 180;

/** What a platform tells of a deployment. */
export interface DeploymentNews {
  /** Minute of the scenario. */
  readonly minute: number;
  readonly state: 'begins' | 'succeeds' | 'fails';
  /** Why it fails; Cloud Run knows of no alarm. */
  readonly cause?: 'start' | 'alarm';
  /** Whether it is a deployment of another system, whose name begins like ours. */
  readonly elsewhere?: boolean;
}

/** Something that happens, as minutes that differ from a good one. */
export interface Scenario {
  readonly name: string;
  /** What happens, as a sentence. */
  readonly story: string;
  /** What it happens to: a service, a backing or the entrance. */
  readonly subject: string;
  /** How long it lasts. */
  readonly minutes: number;
  /** What differs in each of its minutes, counted from 0. */
  readonly during: (minute: number) => Partial<Minute>;
  /** What differs in every minute, before and after too. */
  readonly always?: (minute: number) => Partial<Minute>;
  /** What the platform tells of deployments meanwhile. */
  readonly news?: readonly DeploymentNews[];
}

/** Every minute of a scenario, the good ones before and after it included. */
export function minutesOf({ minutes, during, always }: Scenario): Minute[] {
  return Array.from({ length: minutesBefore + minutes + minutesAfter }, (_, index) => {
    const minute = index - minutesBefore;
    const within = minute >= 0 && minute < minutes;
    return { ...goodMinute, ...always?.(index), ...(within ? during(minute) : {}) };
  });
}
