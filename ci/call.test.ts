import { callOf } from './call';

describe('the command line of a program', () => {
  it('is read as words, flags and values', () => {
    const args = ['ecs-prod', '--skip-synth', '--key', 'a.pem', '--url=http://localhost'];

    expect(callOf('ci/pipeline/deploy.ts', args)).toEqual({
      words: ['ecs-prod'],
      flags: { 'skip-synth': true },
      values: { key: 'a.pem', url: 'http://localhost' },
    });
  });

  it('has nothing that nobody typed', () => {
    expect(callOf('ci/pipeline/attest.ts', [])).toEqual({ words: [], flags: {}, values: {} });
  });
});
