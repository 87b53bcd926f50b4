import type { Protocol } from '../../emulated/faults/call';
import type { Failure } from '../../emulated/faults/failure';

/**
 * What AWS says to a token whose time is over, in the words of the protocol.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function expired(protocol: Protocol): Failure {
  const message = 'The security token included in the request is expired';
  if (protocol === 'json' || protocol === 'restJson') {
    const code = 'ExpiredTokenException';
    return {
      status: 400,
      contentType: protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
      headers: { 'x-amzn-errortype': code },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const error = `<Error><Code>ExpiredToken</Code><Message>${message}</Message></Error>`;
  const body = protocol === 'restXml' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
  return { status: protocol === 'restXml' ? 400 : 403, contentType: 'text/xml', headers: {}, body };
}
