import type { IncomingHttpHeaders } from 'node:http';

/** One call of the AWS API as it arrives. */
export interface Call {
  /** Service that it is signed for, for example `ecs`; empty where nothing is signed. */
  readonly service: string;

  /** What it asks for: `CreateRepository`, or `PUT /bucket/key` where the path says it. */
  readonly operation: string;

  /** What tells it from other calls of the operation: its body, or its path. */
  readonly subject: string;

  /** Form in which its errors must be written. */
  readonly protocol: Protocol;
}

/** The forms of errors in the AWS API. */
export type Protocol = 'ec2' | 'json' | 'query' | 'restJson' | 'restXml';

/** What a request says about itself before its body is read. */
export interface Head {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Reads a request as the service that it is signed for would. */
export function callOf({ method, url, headers }: Head, body: string): Call {
  const target = headers['x-amz-target'];
  const service = serviceOf(headers.authorization);
  if (typeof target === 'string') {
    const operation = target.split('.').at(-1) ?? target;
    return { service, operation, subject: body, protocol: 'json' };
  }
  const action = new URLSearchParams(body).get('Action');
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') && action) {
    const form = service === 'ec2' ? 'ec2' : 'query';
    return { service, operation: action, subject: body, protocol: form };
  }
  const [path = ''] = url.split('?');
  const protocol = withXml.includes(service) ? 'restXml' : 'restJson';
  return { service, operation: `${method} ${path}`, subject: url, protocol };
}

/** The services that speak XML over paths. */
const withXml = ['cloudfront', 'route53', 's3'];

/** A signature names the service: `Credential=<key>/<day>/<region>/<service>/aws4_request`. */
function serviceOf(authorization = ''): string {
  return (
    /Credential=[^/]+\/\d+\/[^/]+\/(?<service>[^/]+)\//.exec(authorization)?.groups?.service ?? ''
  );
}
