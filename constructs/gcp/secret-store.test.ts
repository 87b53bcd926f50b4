import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { SecretStore } from './secret-store';

describe('SecretStore', () => {
  it('binds a name to a secret of the environment at a fixed version', () => {
    const stack = synth((scope) => {
      const store = new SecretStore(scope, 'Secrets', { prefix: 'prod', versions: { key: 2 } });

      expect(store.versionOf(Secret.named('admin-login'))).toEqual({
        secretId: 'prod-admin-login',
        version: '1',
      });
      expect(store.versionOf(Secret.named('key'))).toEqual({ secretId: 'prod-key', version: '2' });
    });

    expect(stack.counts()).toEqual({});
    expect(stack.data('google_secret_manager_secret_version')).toEqual([]);
  });

  it('fails when Secret Manager cannot have the name', () => {
    const store = () =>
      synth((scope) => {
        new SecretStore(scope, 'Secrets', { prefix: 'prod' }).versionOf(Secret.named('a/b'));
      });

    expect(store).toThrow(/'secrets' may hold letters, .* in their names .* got 'a\/b'; rename it/);
  });

  it.each([
    ['a prefix that is none', { prefix: 'Prod' }, /'prefix' must start with a letter/],
    [
      'a version that is none',
      { prefix: 'prod', versions: { a: 0 } },
      /'versions' .* got 0 for 'a'/,
    ],
  ])('fails when it has %s', (_, props, message) => {
    const build = () =>
      synth((scope) => {
        new SecretStore(scope, 'Secrets', props);
      });

    expect(build).toThrow(message);
  });
});
