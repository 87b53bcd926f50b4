import type * as aws from '../constructs/aws';
import type * as docker from '../constructs/docker';
import type * as gcp from '../constructs/gcp';
import type { Noun } from './parity.fixture';

/** The types of one platform by the words that stand for them. */
export interface AwsWords {
  readonly network: aws.INetwork;
  readonly 'existing network': aws.ExistingNetworkProps;
  readonly place: aws.ICluster;
  readonly service: aws.FargateService;
  readonly registry: aws.IRegistry;
  readonly 'existing registry': aws.ExistingRegistryProps;
  readonly secrets: aws.ISecretStore;
  readonly scaling: aws.Scaling;
  readonly grant: aws.Grant;
  readonly entrance: aws.Entrance;
}

/** The types of one platform by the words that stand for them. */
export interface GcpWords {
  readonly network: gcp.INetwork;
  readonly 'existing network': gcp.ExistingNetworkProps;
  readonly place: gcp.Region;
  readonly service: gcp.CloudRunService;
  readonly registry: gcp.IRegistry;
  readonly 'existing registry': gcp.ExistingRegistryProps;
  readonly secrets: gcp.ISecretStore;
  readonly scaling: gcp.Scaling;
  readonly grant: gcp.Grant;
  readonly entrance: gcp.Entrance;
}

/** The types of one platform by the words that stand for them. */
export interface DockerWords {
  readonly network: docker.INetwork;
  readonly 'existing network': docker.ExistingNetworkProps;
  readonly service: docker.ContainerService;
}

type Aws<Class, Props> = Noun<Class, Props, AwsWords>;
type Gcp<Class, Props> = Noun<Class, Props, GcpWords>;
type Docker<Class, Props> = Noun<Class, Props, DockerWords>;

/** Every noun that more than one platform has. */
export interface Nouns {
  readonly Network: {
    readonly aws: Aws<typeof aws.Network, aws.NetworkProps>;
    readonly gcp: Gcp<typeof gcp.Network, gcp.NetworkProps>;
    readonly docker: Docker<typeof docker.Network, docker.NetworkProps>;
  };
  readonly Service: {
    readonly aws: Aws<typeof aws.FargateService, aws.FargateServiceProps>;
    readonly gcp: Gcp<typeof gcp.CloudRunService, gcp.CloudRunServiceProps>;
    readonly docker: Docker<typeof docker.ContainerService, docker.ContainerServiceProps>;
  };
  readonly ReverseProxy: {
    readonly aws: Aws<typeof aws.ReverseProxy, aws.ReverseProxyProps>;
    readonly gcp: Gcp<typeof gcp.ReverseProxy, gcp.ReverseProxyProps>;
    readonly docker: Docker<typeof docker.ReverseProxy, docker.ReverseProxyProps>;
  };
  readonly LoadBalancer: {
    readonly aws: Aws<typeof aws.LoadBalancer, aws.LoadBalancerProps>;
    readonly gcp: Gcp<typeof gcp.LoadBalancer, gcp.LoadBalancerProps>;
  };
  readonly Entrance: {
    readonly aws: Aws<typeof aws.Entrance, unknown>;
    readonly gcp: Gcp<typeof gcp.Entrance, unknown>;
  };
  readonly Files: {
    readonly aws: Aws<typeof aws.Files, aws.FilesProps>;
    readonly gcp: Gcp<typeof gcp.Files, gcp.FilesProps>;
    readonly docker: Docker<typeof docker.Files, docker.FilesProps>;
  };
  readonly Cache: {
    readonly aws: Aws<typeof aws.Cache, aws.CacheProps>;
    readonly gcp: Gcp<typeof gcp.Cache, gcp.CacheProps>;
    readonly docker: Docker<typeof docker.Cache, docker.CacheProps>;
  };
  readonly Bucket: {
    readonly aws: Aws<typeof aws.Bucket, aws.BucketProps>;
    readonly gcp: Gcp<typeof gcp.Bucket, gcp.BucketProps>;
    readonly docker: Docker<typeof docker.Bucket, docker.BucketProps>;
  };
  readonly Place: {
    readonly aws: Aws<typeof aws.Cluster, aws.ClusterProps>;
    readonly gcp: Gcp<typeof gcp.Region, gcp.RegionProps>;
  };
  readonly Registry: {
    readonly aws: Aws<typeof aws.Registry, aws.RegistryProps>;
    readonly gcp: Gcp<typeof gcp.Registry, gcp.RegistryProps>;
  };
  readonly GithubIdentity: {
    readonly aws: Aws<typeof aws.GithubIdentity, aws.GithubIdentityProps>;
    readonly gcp: Gcp<typeof gcp.GithubIdentity, gcp.GithubIdentityProps>;
  };
  readonly SecretStore: {
    readonly aws: Aws<typeof aws.SecretStore, aws.SecretStoreProps>;
    readonly gcp: Gcp<typeof gcp.SecretStore, gcp.SecretStoreProps>;
  };
  readonly Scaling: {
    readonly aws: Aws<typeof aws.Scaling, unknown>;
    readonly gcp: Gcp<typeof gcp.Scaling, unknown>;
  };
}
