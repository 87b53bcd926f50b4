/** A value of JSON. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How a service is addressed: at its own address, or through the proxy as the public does. */
export type Mode = 'direct' | 'proxied';

/** One file of ci/contract/cases. */
export interface CaseFile {
  readonly service: string;
  readonly summary: string;
  /** Path that the service itself sits under, whoever asks. */
  readonly prefix?: string;
  /** Services that follow the common rules also run the cases of every-service. */
  readonly commonRules?: boolean;
  /** What holds for each answer of the base URL to each request of this file. */
  readonly always?: Expectation;
  /** Of the system's file alone: where the public finds each service. */
  readonly mounts?: readonly Mount[];
  readonly groups: readonly Group[];
}

/** Where the public finds a service. */
export interface Mount {
  readonly name: string;
  readonly service: string;
  readonly prefix: string;
  /** Whether the proxy asks for a login there. */
  readonly login?: boolean;
}

/** Cases about one route or one rule. */
export interface Group {
  readonly name: string;
  readonly only?: Mode;
  readonly cases: readonly Case[];
}

/** One fact: either a single exchange or steps that share variables. */
export interface Case extends Partial<Exchange> {
  readonly name: string;
  readonly only?: Mode;
  /** Waits on purpose, up to a minute or more, and is left out unless asked for. */
  readonly slow?: boolean;
  /** Mounts of the system that it looks at besides its own. */
  readonly needs?: readonly string[];
  /** One case per row, whose members are variables. */
  readonly each?: readonly Readonly<Record<string, Json>>[];
  readonly steps?: readonly Step[];
  /** Runs whatever came before, so that a second run meets the same state. */
  readonly cleanup?: readonly Step[];
}

/** One thing that is done and looked at. */
export interface Step extends Partial<Exchange> {
  readonly socket?: SocketStep;
  readonly tls?: TlsStep;
  readonly statistics?: Statistics;
  readonly idle?: IdleStep;
}

/** A request and what its answer must be. */
export interface Exchange {
  readonly request: Request;
  readonly expect: Expectation;
  readonly capture: Readonly<Record<string, Capture>>;
}

/** A request, sent as written. */
export interface Request {
  readonly method?: string;
  /** Path below the service's prefix. */
  readonly path?: string;
  /** Whether the path is the whole path, without the prefix. */
  readonly fromRoot?: boolean;
  /** The plain HTTP entrance instead of the base URL. */
  readonly entrance?: 'http';
  /** Whether the login is sent where the service asks for one. */
  readonly login?: boolean;
  /** `null` takes away what the runner would send. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly json?: Json;
  readonly text?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly bytesRepeat?: { readonly text: string; readonly times: number };
  readonly chunked?: boolean;
  /** The bytes of a whole request, for what no client would send; the connection must be asked to close. */
  readonly raw?: string;
}

/** What an answer must be; everything given must hold. */
export interface Expectation {
  readonly status?: number;
  readonly statusIn?: readonly number[];
  readonly headers?: Readonly<Record<string, TextExpectation>>;
  readonly json?: Json;
  readonly jsonMatch?: Json;
  readonly text?: TextExpectation;
  /** The body is `{"error": "<sentence>"}`; a string is a pattern for the sentence. */
  readonly error?: true | string;
}

/** A text, exactly, or what holds of it. */
export type TextExpectation =
  | string
  | {
      readonly contains?: string | readonly string[];
      readonly lacks?: string | readonly string[];
      readonly pattern?: string;
      readonly absent?: boolean;
    };

/** What is kept of an answer for later steps; the first group of a pattern, or all that it matched. */
export interface Capture {
  readonly json?: string;
  readonly header?: string;
  readonly pattern?: string;
  /** Never shown. */
  readonly secret?: boolean;
}

/** One thing done with a Socket.IO connection that has a name within its case. */
export interface SocketStep {
  readonly name: string;
  readonly connect?: SocketConnect;
  readonly emit?: SocketEvent;
  readonly receive?: SocketEvent & { readonly withinMs?: number };
  readonly silent?: { readonly event: string; readonly forMs: number };
  readonly transport?: {
    readonly becomes: Transport | 'disconnected';
    readonly withinMs?: number;
  };
  readonly close?: true;
}

/** How Socket.IO travels. */
export type Transport = 'polling' | 'websocket';

/** How a connection is made. */
export interface SocketConnect {
  readonly path: string;
  readonly transports: readonly Transport[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the server must refuse it. */
  readonly refused?: boolean;
  readonly withinMs?: number;
}

/** An event with its payload, as JSON or as bytes. */
export interface SocketEvent {
  readonly event: string;
  readonly data?: Json;
  readonly base64?: string;
}

/** Whether a TLS version is accepted, and what is negotiated. */
export interface TlsStep {
  readonly version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly accepted: boolean;
  readonly alpn?: 'h2' | 'http/1.1';
}

/** Many equal requests, of which each status has a share. */
export interface Statistics {
  readonly request: Request;
  readonly requests: number;
  readonly parallel: number;
  readonly shares: readonly Share[];
}

/** A status, its true probability, and how many of the requests may come to it. */
export interface Share {
  readonly status: number;
  readonly probability: number;
  readonly atLeast: number;
  readonly atMost: number;
}

/** A connection that nothing is sent on for a while: still open, or closed by the server. */
export interface IdleStep {
  readonly request: Request;
  readonly seconds: number;
  readonly open: boolean;
}
