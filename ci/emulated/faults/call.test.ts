import { callOf } from './call';

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=x/20261121/us-east-1/${service}/aws4_request, y`,
});
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('a call', () => {
  it('of a JSON service is named by its target', () => {
    const target = 'AmazonEC2ContainerRegistry_V20150921.CreateRepository';
    const headers = { ...signed('ecr'), 'x-amz-target': target };

    const call = callOf({ method: 'POST', url: '/', headers }, '{"repositoryName":"a"}');

    expect(call).toEqual({
      service: 'ecr',
      operation: 'CreateRepository',
      subject: '{"repositoryName":"a"}',
      protocol: 'json',
    });
  });

  it.each([
    ['sts', 'query'],
    ['ec2', 'ec2'],
  ])('of the query service %s is named by its action', (service, protocol) => {
    const headers = { ...form, ...signed(service) };

    const call = callOf({ method: 'POST', url: '/', headers }, 'Action=Describe&Version=1');

    expect(call).toMatchObject({ operation: 'Describe', protocol });
  });

  it.each([
    ['s3', 'restXml'],
    ['route53', 'restXml'],
    ['elasticfilesystem', 'restJson'],
  ])('of the service %s is named by its method and path', (service, protocol) => {
    const call = callOf({ method: 'PUT', url: '/a/b?c', headers: signed(service) }, 'body');

    expect(call).toEqual({ service, operation: 'PUT /a/b', subject: '/a/b?c', protocol });
  });
});
