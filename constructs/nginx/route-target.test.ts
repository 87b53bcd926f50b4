import { Route } from '../core/route';
import { routeTargets } from './route-target';

const routes = [Route.path('/b', 'web'), Route.path('/a', 'api'), Route.path('/c', 'web')];

describe('routeTargets', () => {
  it('names each service once, in the order of the names', () => {
    const services = new Map([
      ['web', 1],
      ['api', 2],
      ['other', 3],
    ]);

    expect([...routeTargets('proxy', routes, services)]).toEqual([
      ['api', 2],
      ['web', 1],
    ]);
  });

  it('fails with every route that leads nowhere or does not fit', () => {
    const act = () =>
      routeTargets('proxy', routes, new Map([['web', 1]]), ({ path }) => [`${path} is long`]);

    expect(act).toThrow(
      /'services' has no 'api', to which route '\/a' leads[^]*\/b is long[^]*\/c is long/,
    );
  });
});
