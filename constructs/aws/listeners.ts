import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { Construct } from 'constructs';

/** What a client may negotiate: TLS 1.2 or newer with forward secrecy in all of them. */
export type TlsPolicy =
  | 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'
  | 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09'
  | 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'
  | 'ELBSecurityPolicy-TLS13-1-3-2021-06';

/** Props of Listeners. */
export interface ListenersProps {
  /** ARN of the balancer. */
  readonly loadBalancerArn: string;

  /** Cloud name of the balancer, which starts every name. */
  readonly name: string;

  /** ARN of a valid certificate. */
  readonly certificateArn: string;

  /** What a client may negotiate. */
  readonly tlsPolicy: TlsPolicy;
}

/**
 * Where a balancer listens: on 443, where everything that no rule knows ends with 404, and on 80, which only redirects.
 *
 * Creates: two listeners.
 */
export class Listeners extends Construct {
  /** ARN of the HTTPS listener. */
  public readonly httpsListenerArn: string;

  constructor(scope: Construct, id: string, props: ListenersProps) {
    super(scope, id);
    const { loadBalancerArn, name, certificateArn, tlsPolicy } = props;
    const https = new LbListener(this, 'Https', {
      loadBalancerArn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: tlsPolicy,
      certificateArn,
      routingHttpResponseServerEnabled: false,
      defaultAction: [notFound],
      tags: { Name: `${name}-https` },
    });
    new LbListener(this, 'Http', {
      loadBalancerArn,
      port: 80,
      protocol: 'HTTP',
      routingHttpResponseServerEnabled: false,
      defaultAction: [{ type: 'redirect', redirect: toHttps }],
      tags: { Name: `${name}-http` },
    });
    this.httpsListenerArn = https.arn;
  }
}

/** What happens to what no rule knows. */
export const notFound = {
  type: 'fixed-response',
  fixedResponse: { statusCode: '404', contentType: 'text/plain', messageBody: 'not found' },
};

/** ELB.1: the same host, path and query over TLS. */
const toHttps = {
  protocol: 'HTTPS',
  port: '443',
  host: '#{host}',
  path: '/#{path}',
  query: '#{query}',
  statusCode: 'HTTP_301',
};
