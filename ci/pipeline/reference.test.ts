import { imageDigest, shown } from './reference';

const digest = `sha256:${'a'.repeat(64)}`;

describe('a reference to an image', () => {
  it('is read as host, repository and digest', () => {
    expect(imageDigest(`127.0.0.1:5000/slipway/goapp@${digest}`)).toEqual({
      host: '127.0.0.1:5000',
      repository: 'slipway/goapp',
      digest,
    });
  });

  it.each([
    'registry.example.org/goapp:latest',
    `goapp@${digest}`,
    'registry.example.org/goapp@sha256:ab',
  ])('fails when it is %s, which could change or is nowhere', (reference) => {
    expect(() => imageDigest(reference)).toThrow(`'${reference}' names no digest`);
  });

  it('is shortened for a sentence', () => {
    expect(shown({ repository: 'slipway/goapp', digest })).toBe(
      `slipway/goapp@sha256:${'a'.repeat(12)}`,
    );
  });
});
