import { type Run, updatedLock } from './base-images';

const digest = `sha256:${'a'.repeat(64)}`;
const answering: Run = (_, [, , , name]) =>
  Promise.resolve({ code: 0, output: `Name:      ${name}\nDigest:    ${digest}\n` });

describe('the lock of base images', () => {
  it('gets the digest of every image', async () => {
    const lock = { 'node:24': null, 'golang:1.26': digest };

    expect(await updatedLock(lock, answering)).toEqual({
      lock: { 'golang:1.26': digest, 'node:24': digest },
      changed: ['node:24'],
    });
  });

  it('stays as it is where one registry does not answer, with one sentence', async () => {
    const failing: Run = (program, parameters) =>
      parameters.includes('node:24')
        ? Promise.resolve({ code: 1, output: 'ERROR: dial tcp: no such host\n' })
        : answering(program, parameters);

    expect(await updatedLock({ 'golang:1.26': null, 'node:24': null }, failing)).toEqual({
      problem:
        'nothing was changed: no registry told the digest of node:24 (ERROR: dial tcp: no such host)',
    });
  });

  it('takes no answer without a digest', async () => {
    const empty: Run = () => Promise.resolve({ code: 0, output: 'Name: node:24\n' });

    expect(await updatedLock({ 'node:24': null }, empty)).toHaveProperty('problem');
  });
});
