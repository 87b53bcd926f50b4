import { readdirSync, readFileSync } from 'node:fs';
import { Route } from '../core/route';
import { synth } from '../core/synth';
import { Account } from './account';
import { testCluster } from './cluster.fixture';
import { Deployment } from './deployment';
import { service } from './fargate-service.fixture';
import { LoadBalancer } from './load-balancer';
import { required } from './load-balancer.fixture';
import { Network } from './network';

const boundary = 'arn:aws:iam::123456789012:policy/workload-boundary';

/** Everything that makes roles, with a boundary before or after it. */
function withRoles(bound: 'before' | 'after' | 'never') {
  return synth((scope) => {
    if (bound === 'before') Account.of(scope).usePermissionsBoundary(boundary);
    const zones = ['eu-west-1a', 'eu-west-1b'];
    const network = new Network(scope, 'Network', { environment: 'prod', zones });
    const cluster = testCluster(scope);
    const web = service(scope, 'Web', { cluster, deployment: Deployment.blueGreen() });
    const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
    balancer.addRoute(Route.path('/'), web);
    if (bound === 'after') Account.of(scope).usePermissionsBoundary(boundary);
  });
}

describe('Account', () => {
  it('bounds no role unless told so', () => {
    const roles = withRoles('never').all('aws_iam_role');

    expect(roles).toHaveLength(4);
    for (const role of roles) expect(role).not.toHaveProperty('permissions_boundary');
  });

  it('bounds every role, made before or after', () => {
    const before = withRoles('before');
    const after = withRoles('after');

    expect(before.all('aws_iam_role').map((role) => role.permissions_boundary)).toEqual(
      Array.from({ length: 4 }, () => boundary),
    );
    expect(JSON.stringify(after.json)).toBe(JSON.stringify(before.json));
  });

  it('is asked wherever a construct makes a role', () => {
    const count = (text: string, part: RegExp) => (text.match(part) ?? []).length;
    const sources = readdirSync(__dirname).filter((name) =>
      /(?<!\.test|\.fixture)\.ts$/.test(name),
    );
    const unbounded = sources.filter((name) => {
      const text = readFileSync(`${__dirname}/${name}`, 'utf8');
      const roles = count(text, /new IamRole\(/g);
      return roles !== count(text, /permissionsBoundary: account\.permissionsBoundary/g);
    });

    expect(unbounded).toEqual([]);
  });

  it.each(['', 'workload-boundary', 'arn:aws:iam::123456789012:role/x'])(
    'fails when the boundary is %p',
    (arn) => {
      expect(() => synth((scope) => Account.of(scope).usePermissionsBoundary(arn))).toThrow(
        /'policyArn' must be the ARN of a managed policy, got '/,
      );
    },
  );

  it('fails when a second boundary is another one', () => {
    const other = 'arn:aws:iam::aws:policy/PowerUserAccess';

    expect(() =>
      synth((scope) => {
        Account.of(scope).usePermissionsBoundary(boundary);
        Account.of(scope).usePermissionsBoundary(other);
      }),
    ).toThrow(/test\/Account is not valid:\n {2}- 'policyArn' must be one for the whole stack/);
  });
});
