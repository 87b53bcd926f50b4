import { Access, Route } from '../core/route';
import { Secret } from '../core/secret';
import { isLoginName, loginNames, loginSecrets, loginVariable } from './login';

const routes = [
  Route.path('/b', 'web', { access: Access.password('ops-login') }),
  Route.path('/', 'web'),
  Route.path('/a', 'web', { access: Access.password('admin-login') }),
  Route.path('/c', 'web', { access: Access.password('ops-login') }),
];

describe('logins', () => {
  it('names each once, sorted', () => {
    expect(loginNames(routes)).toEqual(['admin-login', 'ops-login']);
  });

  it('maps each to a variable of its own', () => {
    expect(loginSecrets(routes)).toEqual({
      SECRET_ADMIN_LOGIN: Secret.named('admin-login'),
      SECRET_OPS_LOGIN: Secret.named('ops-login'),
    });
    expect(loginVariable('a-1')).toBe('SECRET_A_1');
  });

  it.each(['a', 'admin-login', 'a1-b2'])('accepts %s as a name', (name) => {
    expect(isLoginName(name)).toBe(true);
  });

  it.each(['', 'Admin', 'a_b', '-a', 'a-', 'a--b', '../a', 'a b', 'a\n'])(
    'refuses %j as a name',
    (name) => {
      expect(isLoginName(name)).toBe(false);
    },
  );
});
