import { Testing } from 'cdktf';
import * as aws from '../constructs/aws';
import type { ConnectionEnvironment } from '../constructs/core/connection';
import * as docker from '../constructs/docker';
import * as gcp from '../constructs/gcp';
import { composeApp } from './app';
import { settingsFrom } from './settings';
import { exceptions } from './parity-exceptions.fixture';
import type { AwsWords, GcpWords, Nouns } from './parity-nouns.fixture';
import type { Common, Differences, Noun, Proof } from './parity.fixture';

type All = typeof exceptions;
type Word = keyof Nouns;

/** Checked by `npx tsc`: a member that only some platforms have, or have otherwise, is named in the message. */
const proofs: { readonly [One in Word]: Proof<Differences<Nouns[One], One, All>> } = {
  Network: 'alike',
  Service: 'alike',
  ReverseProxy: 'alike',
  LoadBalancer: 'alike',
  Entrance: 'alike',
  Files: 'alike',
  Cache: 'alike',
  Bucket: 'alike',
  Place: 'alike',
  Registry: 'alike',
  GithubIdentity: 'alike',
  SecretStore: 'alike',
  Scaling: 'alike',
};

/** What every platform that has the noun has, and no exception names: neither more nor less, or it does not compile. */
const common: {
  readonly [One in Word]: {
    readonly [Of in 'factory' | 'verb' | 'output']: Readonly<
      Record<Common<Nouns[One], One, Of, All>, true>
    >;
  };
} = {
  Network: { factory: { fromIds: true }, verb: {}, output: { resource: true } },
  Service: {
    factory: {},
    verb: { connectTo: true },
    output: { name: true, port: true, protocol: true, keepAliveSeconds: true, resource: true },
  },
  ReverseProxy: { factory: {}, verb: {}, output: { service: true } },
  LoadBalancer: { factory: {}, verb: {}, output: { url: true, resource: true } },
  Entrance: { factory: {}, verb: {}, output: {} },
  Files: { factory: {}, verb: { attachTo: true }, output: { name: true, peer: true } },
  Cache: { factory: {}, verb: { attachTo: true }, output: { name: true, peer: true } },
  Bucket: { factory: {}, verb: {}, output: { name: true, peer: true } },
  Place: {
    factory: {},
    verb: { addEdge: true },
    output: { environment: true, network: true, registry: true, secrets: true },
  },
  Registry: { factory: { fromPrefix: true }, verb: {}, output: {} },
  GithubIdentity: {
    factory: {},
    verb: {},
    output: { push: true, plan: true, apply: true, provider: true },
  },
  SecretStore: { factory: {}, verb: {}, output: {} },
  Scaling: { factory: { fixed: true }, verb: {}, output: {} },
};

interface Class {
  readonly prototype: object;
}

/** The classes of each noun, for what exists when the program runs. */
const classes: { readonly [One in Word]: { readonly [On in keyof Nouns[One]]: Class } } = {
  Network: { aws: aws.Network, gcp: gcp.Network, docker: docker.Network },
  Service: { aws: aws.FargateService, gcp: gcp.CloudRunService, docker: docker.ContainerService },
  ReverseProxy: { aws: aws.ReverseProxy, gcp: gcp.ReverseProxy, docker: docker.ReverseProxy },
  LoadBalancer: { aws: aws.LoadBalancer, gcp: gcp.LoadBalancer },
  Entrance: { aws: aws.Entrance, gcp: gcp.Entrance },
  Files: { aws: aws.Files, gcp: gcp.Files, docker: docker.Files },
  Cache: { aws: aws.Cache, gcp: gcp.Cache, docker: docker.Cache },
  Bucket: { aws: aws.Bucket, gcp: gcp.Bucket, docker: docker.Bucket },
  Place: { aws: aws.Cluster, gcp: gcp.Region },
  Registry: { aws: aws.Registry, gcp: gcp.Registry },
  GithubIdentity: { aws: aws.GithubIdentity, gcp: gcp.GithubIdentity },
  SecretStore: { aws: aws.SecretStore, gcp: gcp.SecretStore },
  Scaling: { aws: aws.Scaling, gcp: gcp.Scaling },
};
// with a domain, so that there is a load balancer on Google Cloud too, and with a pipeline
const settings = settingsFrom({
  SLIPWAY_GCP_DOMAIN: 'app.example.com',
  SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo',
  SLIPWAY_GITHUB_REPOSITORY_ID: '74',
});
const constructs = composeApp(settings, { outdir: Testing.app().outdir }).node.findAll();
const nouns = (Object.keys(classes) as Word[]).map((word) => ({
  word,
  common: common[word],
  platforms: Object.entries<Class>(classes[word]).map(([on, made]) => ({ on, made })),
}));

/** How many parameters a function wants, or undefined where there is no such function. */
function arity(owner: object, name: string): number | undefined {
  const member: unknown = Reflect.get(owner, name);
  return typeof member === 'function' ? member.length : undefined;
}

describe.each(nouns)('$word', ({ word, common: { factory, verb, output }, platforms }) => {
  it('is the same on every platform, but for what an exception explains', () => {
    expect(proofs[word]).toBe('alike');
  });

  it('has the same factories and verbs when the program runs', () => {
    const shared = platforms.map(({ made }) => ({
      factories: Object.keys(factory).map((name) => [name, arity(made, name)]),
      verbs: Object.keys(verb).map((name) => [name, arity(made.prototype, name)]),
    }));

    for (const one of shared) expect(one).toEqual(shared[0]);
    expect(JSON.stringify(shared)).not.toContain('null');
  });

  it.each(platforms)('has what it promises on $on, in the stacks', ({ made }) => {
    const instances = constructs.filter((one) => Object.getPrototypeOf(one) === made.prototype);

    for (const instance of instances) {
      for (const name of Object.keys(output)) expect(instance).toHaveProperty(name);
    }
    expect(instances.length > 0).toBe(word !== 'Scaling' && word !== 'Entrance');
  });
});

describe('the exceptions', () => {
  const methods = exceptions.filter(({ kind }) => kind === 'verb' || kind === 'factory');

  it.each(methods)('say the truth of $kind $members of $noun', ({ noun, kind, members, on }) => {
    for (const [platform, made] of Object.entries<Class>(classes[noun])) {
      const owner = kind === 'verb' ? made.prototype : made;
      for (const name of members) {
        expect(arity(owner, name) !== undefined).toBe((on as readonly string[]).includes(platform));
      }
    }
  });

  it('have a reason each, as a sentence', () => {
    for (const { reason } of exceptions) expect(reason).toMatch(/^[A-Z].{12,}\.$/);
  });
});

/** Mistakes, each of which `npx tsc` must refuse: without an error here it reports the directive as unused. */
interface Callee {
  readonly name: string;
}
interface Caller<Self> extends Callee {
  connectTo(callee: Self, environment?: ConnectionEnvironment): void;
}
declare abstract class Whole implements Caller<Whole> {
  public readonly name: string;
  public connectTo(callee: Whole, environment?: ConnectionEnvironment): void;
}
declare abstract class Twin implements Caller<Twin> {
  public readonly name: string;
  public connectTo(callee: Twin, environment?: ConnectionEnvironment): void;
}
declare abstract class Mute {
  public readonly name: string;
}
declare abstract class Narrow {
  public readonly name: string;
  public connectTo(callee: Narrow): void;
}
declare abstract class Renamed {
  public readonly serviceName: string;
  public connectTo(callee: Renamed, environment?: ConnectionEnvironment): void;
}
interface Sized {
  readonly memoryMiB?: number;
}
type As<Made, Self, Props = Sized> = Noun<Made, Props, { readonly service: Self }>;
type WholeNoun = As<typeof Whole, Whole>;
type With<Other, Excepted = readonly []> = Proof<
  Differences<{ aws: WholeNoun; gcp: Other }, 'Thing', Excepted>
>;
type Excepting<On extends string> = readonly [
  { noun: 'Thing'; kind: 'verb'; members: readonly ['connectTo']; on: readonly On[] },
];

describe('the comparison of types', () => {
  it('accepts what is alike, or excepted', () => {
    const alike: With<As<typeof Twin, Twin>> = 'alike';
    const excepted: With<As<typeof Mute, Mute>, Excepting<'aws'>> = 'alike';

    expect([alike, excepted]).toEqual(['alike', 'alike']);
  });

  it('says what is wrong in words', () => {
    const missing: With<As<typeof Mute, Mute>> = "not gcp lacks the verb 'connectTo' of Thing";
    const shape: With<As<typeof Narrow, Narrow>> = "not verb 'connectTo' of Thing is not alike";

    expect([missing, shape]).toHaveLength(2);
  });

  it('refuses every mistake', () => {
    // @ts-expect-error a verb is missing
    const missing: With<As<typeof Mute, Mute>> = 'alike';
    // @ts-expect-error a verb has another signature
    const shape: With<As<typeof Narrow, Narrow>> = 'alike';
    // @ts-expect-error a verb takes a type that no word stands for
    const foreign: With<As<typeof Twin, string>> = 'alike';
    // @ts-expect-error an output has another name
    const renamed: With<As<typeof Renamed, Renamed>> = 'alike';
    // @ts-expect-error a prop has another name
    const prop: With<As<typeof Twin, Twin, { readonly memory?: number }>> = 'alike';
    // @ts-expect-error a prop has another type
    const type: With<As<typeof Twin, Twin, { readonly memoryMiB?: string }>> = 'alike';
    // @ts-expect-error a prop is required on one platform alone
    const required: With<As<typeof Twin, Twin, { readonly memoryMiB: number }>> = 'alike';
    // @ts-expect-error an exception names a platform that does not have the verb
    const wrong: With<As<typeof Mute, Mute>, Excepting<'gcp'>> = 'alike';
    // @ts-expect-error an exception is not needed
    const stale: With<As<typeof Twin, Twin>, Excepting<'aws' | 'gcp'>> = 'alike';
    // @ts-expect-error the real service without its exceptions
    const bare: Proof<Differences<Nouns['Service'], 'Service', readonly []>> = 'alike';
    // @ts-expect-error the real service, where one platform has the props of another
    const mixed: Proof<Differences<Mixed, 'Service', All>> = 'alike';

    const all = [missing, shape, foreign, renamed, prop, type, required, wrong, stale, bare, mixed];
    expect(all).toHaveLength(11);
  });
});

interface Mixed {
  readonly aws: Noun<typeof aws.FargateService, gcp.CloudRunServiceProps, AwsWords>;
  readonly gcp: Noun<typeof gcp.CloudRunService, gcp.CloudRunServiceProps, GcpWords>;
  readonly docker: Nouns['Service']['docker'];
}
