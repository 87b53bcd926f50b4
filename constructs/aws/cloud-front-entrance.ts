import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontVpcOrigin } from '@cdktf/provider-aws/lib/cloudfront-vpc-origin';
import type { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { Construct } from 'constructs';
import { throwProblems } from '../core/validation';
import { hostNamesOf } from './certificate';
import { CloudFrontLogs } from './cloud-front-logs';
import { createAliases, type OpenedEntrance, publicZone } from './domain-entrance';
import { type CloudFrontWay, viewerSchemeHeader } from './entrance';
import { notFound } from './listeners';
import type { Settings } from './load-balancer-rules';
import { usEast1Problems } from './us-east-1';

/** Props of CloudFrontEntrance. */
export interface CloudFrontEntranceProps {
  /** The private balancer that CloudFront reaches. */
  readonly balancer: Lb;

  /** The way in. */
  readonly way: CloudFrontWay;

  /** Settings of the balancer. */
  readonly settings: Settings;
}

/**
 * CloudFront in front of a balancer without a public address: it ends TLS and passes every request on, unchanged.
 *
 * Creates: HTTP listener, VPC origin, distribution, bucket and delivery of the access logs; DNS records of a domain.
 *
 * Safe by default: HTTPS only, nothing is cached, the balancer cannot be reached around it, every request is noted
 * without its cookies.
 */
export class CloudFrontEntrance extends Construct implements OpenedEntrance {
  /** ARN of the listener that gets the routes. */
  public readonly listenerArn: string;

  /** URL that the public uses. */
  public readonly url: string;

  /** Host names that lead to the balancer; none that is known at synth without a domain. */
  public readonly hostNames: readonly string[];

  /** The raw distribution, to override what the props do not offer. */
  public readonly resource: CloudfrontDistribution;

  /** The raw VPC origin. */
  public readonly vpcOrigin: CloudfrontVpcOrigin;

  constructor(scope: Construct, id: string, props: CloudFrontEntranceProps) {
    super(scope, id);
    const { balancer, way, settings } = props;
    throwProblems(this, usEast1Problems(this, 'entrance.provider', way.provider));

    const { cloudName: name } = settings;
    const listener = new LbListener(this, 'Listener', {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: 'HTTP',
      routingHttpResponseServerEnabled: false,
      defaultAction: [notFound],
      tags: { Name: `${name}-http` },
    });
    this.vpcOrigin = this.createVpcOrigin(props);
    this.resource = this.createDistribution(props, this.vpcOrigin.id);
    new CloudFrontLogs(this, 'Logs', {
      distributionArn: this.resource.arn,
      name,
      retentionDays: settings.accessLogRetentionDays,
      forceDestroy: !settings.deletionProtection,
      provider: way.provider,
    });
    this.listenerArn = listener.arn;
    this.hostNames = way.domain ? hostNamesOf(way.domain) : [];
    this.url = `https://${way.domain?.name ?? this.resource.domainName}`;
    if (way.domain) this.createRecords(way.domain);
  }

  private createVpcOrigin({ balancer, settings }: CloudFrontEntranceProps): CloudfrontVpcOrigin {
    const { cloudName: name, network } = settings;
    return new CloudfrontVpcOrigin(this, 'VpcOrigin', {
      vpcOriginEndpointConfig: [
        {
          name,
          arn: balancer.arn,
          httpPort: 80,
          httpsPort: 443,
          // inside the network of AWS: TLS to the balancer would need a certificate for a name of ours
          originProtocolPolicy: 'http-only',
          originSslProtocols: [{ items: ['TLSv1.2'], quantity: 1 }],
        },
      ],
      tags: { Name: name },
      // AWS refuses it in a network without an internet gateway, though nothing goes through that
      dependsOn: [...(network.internetGateway ?? [])],
    });
  }

  private createDistribution(
    { balancer, way, settings }: CloudFrontEntranceProps,
    vpcOriginId: string,
  ): CloudfrontDistribution {
    const { cloudName: name } = settings;
    return new CloudfrontDistribution(this, 'Resource', {
      enabled: true,
      comment: `Entrance ${name}`,
      aliases: way.domain ? hostNamesOf(way.domain).sort() : [],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      priceClass: way.priceClass,
      defaultRootObject: '',
      retainOnDelete: false,
      staging: false,
      waitForDeployment: true,
      webAclId: settings.webAcl?.arn,
      origin: [
        {
          originId: name,
          domainName: balancer.dnsName,
          connectionAttempts: 3,
          connectionTimeout: 5,
          // what the client came with: over HTTP it was redirected here; CloudFront replaces what a client itself sends
          customHeader: [{ name: viewerSchemeHeader, value: 'https' }],
          vpcOriginConfig: {
            vpcOriginId,
            originKeepaliveTimeout: originKeepAliveSeconds,
            originReadTimeout: way.readTimeoutSeconds,
          },
        },
      ],
      defaultCacheBehavior: { ...passEverything, targetOriginId: name },
      restrictions: { geoRestriction: { restrictionType: 'none', locations: [] } },
      viewerCertificate: certificateOf(way),
      tags: { Name: name },
    });
  }

  private createRecords(domain: NonNullable<CloudFrontWay['domain']>): void {
    const target = { name: this.resource.domainName, zoneId: this.resource.hostedZoneId };
    createAliases(this, domain, { zoneId: publicZone(this, domain), target, ipv6: true });
  }
}

/** Seconds that CloudFront keeps an idle connection: the balancer must keep it longer, or requests are lost. */
export const originKeepAliveSeconds = 5;

/**
 * Nothing is cached and everything is passed on, the host name too, so that the answers are those of the services alone.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const passEverything = {
  // CachingDisabled
  cachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  // AllViewer
  originRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
  viewerProtocolPolicy: 'redirect-to-https',
  allowedMethods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
  cachedMethods: ['GET', 'HEAD'],
  compress: false,
  smoothStreaming: false,
};

/** With a certificate of one's own TLS 1.2 is the oldest; CloudFront's own cannot ask for more than TLS 1.0. */
function certificateOf({ certificateArn }: CloudFrontWay) {
  if (certificateArn === undefined) {
    return { cloudfrontDefaultCertificate: true, minimumProtocolVersion: 'TLSv1' };
  }
  return {
    acmCertificateArn: certificateArn,
    sslSupportMethod: 'sni-only',
    minimumProtocolVersion: 'TLSv1.2_2021',
  };
}
