import { failureOf } from './failure';

describe('a failure', () => {
  it('of a JSON service names its type in the body and in a header', () => {
    const { status, headers, body } = failureOf('json', 'throttled');

    expect(status).toBe(400);
    expect(headers).toEqual({ 'x-amzn-errortype': 'ThrottlingException' });
    expect(JSON.parse(body)).toMatchObject({ __type: 'ThrottlingException' });
  });

  it('of S3 is SlowDown with status 503 where there are too many calls', () => {
    const { status, body } = failureOf('restXml', 'throttled');

    expect(status).toBe(503);
    expect(body).toMatch(/^<Error><Code>SlowDown<\/Code>/);
  });

  it.each([
    ['query', '<ErrorResponse><Error><Code>InternalFailure</Code>'],
    ['ec2', '<Response><Errors><Error><Code>InternalError</Code>'],
    ['restXml', '<Error><Code>InternalError</Code>'],
  ] as const)('of the protocol %s has its own frame', (protocol, start) => {
    const { status, body } = failureOf(protocol, 'broken');

    expect(status).toBe(500);
    expect(body.startsWith(start)).toBe(true);
  });

  it('for want of a right is none that a client repeats', () => {
    const statuses = (['ec2', 'json', 'query', 'restJson', 'restXml'] as const).map(
      (protocol) => failureOf(protocol, 'forbidden').status,
    );

    expect(statuses).toEqual([403, 400, 403, 403, 403]);
  });
});
