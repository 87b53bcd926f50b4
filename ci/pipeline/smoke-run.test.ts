import { smokeFrom, smokeStack } from './smoke-run';

describe('what a smoke asks', () => {
  it('is every part, and what is empty is not set', () => {
    const variables = { SLIPWAY_SMOKE_ONLY: '', ADMIN_LOGIN: '' };

    expect(smokeFrom(variables)).toEqual(smokeFrom({}));
    expect(smokeFrom({}).parts).toEqual(expect.arrayContaining(['system', 'adminapp', 'uptime']));
  });

  it('is what the variables say', () => {
    const variables = { SLIPWAY_SMOKE_ONLY: 'system,uptime', ADMIN_LOGIN: 'admin:not-a-real-one' };

    expect(smokeFrom(variables)).toEqual({
      parts: ['system', 'uptime'],
      login: 'admin:not-a-real-one',
    });
  });

  it.each([
    [{ SLIPWAY_SMOKE_ONLY: 'sytem,uptime' }, /must name parts of system, .*, got 'sytem'$/],
    [{ ADMIN_LOGIN: 'admin' }, /^ADMIN_LOGIN must be user:password$/],
    [{ SLIPWAY_SMOKE_ONLY: 'adminapp' }, /nothing that can be asked without ADMIN_LOGIN$/],
  ])('fails when it is %j, before anything is deployed', (variables, sentence) => {
    expect(() => smokeFrom(variables)).toThrow(sentence);
  });

  it('is not asked where nobody can be', async () => {
    const say = jest.spyOn(console, 'log').mockReturnValue();
    const code = await smokeStack('http://127.0.0.1:1', smokeFrom({}));

    expect(say.mock.calls).toEqual([['nothing listens at http://127.0.0.1:1; is it running?']]);
    expect(code).toBe(1);
    say.mockRestore();
  });
});
