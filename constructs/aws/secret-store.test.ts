import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { SecretStore } from './secret-store';

const entriesOf = (names: readonly string[], prefix = 'prod') =>
  synth((stack) => {
    const store = new SecretStore(stack, 'Secrets', { prefix });
    for (const name of names) store.arnOf(Secret.named(name));
  })
    .data('aws_secretsmanager_secret')
    .map(({ name }) => name);

describe('SecretStore', () => {
  it('reads each entry once', () => {
    expect(entriesOf(['admin-login', 'admin-login'])).toEqual(['prod/admin-login']);
  });

  it('tells apart names that differ in little', () => {
    const names = ['db-1', 'db1', 'session-key', 'session_key', 'sessionKey', 'session/key'];

    expect(new Set(entriesOf(names))).toEqual(new Set(names.map((name) => `prod/${name}`)));
  });

  it.each(['', ' ', 'a b', '/a', 'a/', '${x}', 'ä', 'a'.repeat(251)])(
    'fails when a name is %j',
    (name) => {
      expect(() => entriesOf([name])).toThrow(/'secrets' needs names of .* got '.*'; use for/s);
      expect(() => entriesOf([], name)).toThrow(/'prefix' needs names of/);
    },
  );
});
