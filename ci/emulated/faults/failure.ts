import type { Protocol } from './call';

/** An answer that the service did not give. */
export interface Failure {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why a call is not answered: something broke, the right to it is missing, or there were too many. */
export type Kind = 'broken' | 'forbidden' | 'throttled';

/**
 * A failure in the words of the protocol, so that the client treats it as it would treat the one of AWS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function failureOf(protocol: Protocol, kind: Kind): Failure {
  const { status, code } = failures[protocol][kind];
  const message = messages[kind];
  if (protocol === 'json' || protocol === 'restJson') {
    return {
      status,
      contentType: protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
      headers: { 'x-amzn-errortype': code },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  return { status, contentType: 'text/xml', headers: {}, body: wrapped(protocol, error) };
}

const messages: Readonly<Record<Kind, string>> = {
  broken: 'We encountered an internal error.',
  forbidden: 'The caller is not allowed to do this.',
  throttled: 'Rate exceeded',
};

/** Status and code of each failure. Not every service has the same ones; these are the most usual. */
const failures: Readonly<
  Record<Protocol, Readonly<Record<Kind, { readonly status: number; readonly code: string }>>>
> = {
  ec2: {
    broken: { status: 500, code: 'InternalError' },
    forbidden: { status: 403, code: 'UnauthorizedOperation' },
    throttled: { status: 503, code: 'RequestLimitExceeded' },
  },
  json: {
    broken: { status: 500, code: 'ServerException' },
    forbidden: { status: 400, code: 'AccessDeniedException' },
    throttled: { status: 400, code: 'ThrottlingException' },
  },
  query: {
    broken: { status: 500, code: 'InternalFailure' },
    forbidden: { status: 403, code: 'AccessDenied' },
    throttled: { status: 400, code: 'Throttling' },
  },
  restJson: {
    broken: { status: 500, code: 'InternalServerError' },
    forbidden: { status: 403, code: 'AccessDeniedException' },
    throttled: { status: 429, code: 'TooManyRequestsException' },
  },
  restXml: {
    broken: { status: 500, code: 'InternalError' },
    forbidden: { status: 403, code: 'AccessDenied' },
    throttled: { status: 503, code: 'SlowDown' },
  },
};

function wrapped(protocol: Protocol, error: string): string {
  const id = '<RequestId>00000000-0000-0000-0000-000000000000</RequestId>';
  if (protocol === 'ec2') {
    return `<Response><Errors><Error>${error}</Error></Errors>${id}</Response>`;
  }
  if (protocol === 'query') return `<ErrorResponse><Error>${error}</Error>${id}</ErrorResponse>`;
  return `<Error>${error}${id}</Error>`;
}
