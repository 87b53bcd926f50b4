import { loginOf, refusalOf } from './identity';

const answer = {
  proxyEndpoint: 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  auth: 'QVdTOnNlY3JldA==',
  region: 'eu-west-1',
};

describe('the account of the credentials', () => {
  it('is read out of the address of its registry', () => {
    expect(loginOf(answer, undefined)).toEqual({
      accountId: '123456789012',
      region: 'eu-west-1',
      registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      auth: 'QVdTOnNlY3JldA==',
    });
    expect(loginOf(answer, '123456789012')).toHaveProperty('accountId');
  });

  it('is refused where another account is meant', () => {
    expect(loginOf(answer, '210987654321')).toEqual({
      problem:
        'SLIPWAY_AWS_ACCOUNT_ID is 210987654321, but the credentials belong to 123456789012; unset the variable or use other credentials',
    });
  });

  it('is refused where the address has none', () => {
    expect(loginOf({ ...answer, proxyEndpoint: 'https://localhost:5000' }, undefined)).toEqual({
      problem: "the registry has no account in its address, got 'localhost:5000'",
    });
  });

  it.each([
    ['CredentialsProviderError: Could not load', /no credentials .*; set AWS_PROFILE/],
    ['ExpiredTokenException: The token is expired', /have expired .*; log in again/],
    ['UnrecognizedClientException: invalid', /does not know the credentials .*; compare the keys/],
    ['AccessDeniedException: not authorized', /may not use the image registry .*administrator/],
  ])('is refused with a remedy after %s', (reason, sentence) => {
    expect(refusalOf(reason)).toMatch(sentence);
  });
});
