import { App } from 'cdktf';
import { defineSystem, Image, Route, Access, type System } from '../../../constructs/core';
import { proxyImage, system } from '../../../services/system';
import { AwsFoundationStack } from '../../../stacks/aws-foundation';
import { environments } from '../../../stacks/config';
import { EcsStack } from '../../../stacks/ecs';
import { settingsFrom } from '../../../stacks/settings';

const { adminapp, goapp, uptime } = system.workloads;

/**
 * What is deployed: the way in, a page behind a login, what that page asks, and a service that fails by nature. Of each
 * kind of edge there is one; what keeps data is left out, since an emulator's disk and cache cannot be mounted.
 */
export function smallSystem(goappImage: Image): System {
  return defineSystem({
    workloads: { adminapp, goapp: { ...goapp, image: goappImage }, uptime },
    connections: [
      { from: 'adminapp', to: 'goapp', environment: ({ url }) => ({ BACKEND_URL: url }) },
    ],
    routes: [
      Route.path('/admin', 'adminapp', { access: Access.password('admin-login') }),
      Route.path('/uptime', 'uptime', { retryServerErrors: true, timeoutSeconds: 10 }),
    ],
  });
}

/** Image of goapp in a revision: the first is the one of the sources, every other has a tag of its own. */
export function goappOf(revision: string): Image {
  if (revision === '1') return goapp.image;
  return Image.fromFolder('services/goapp', { buildArguments: { REVISION: revision } });
}

/** Names of the repositories that the small system needs. */
export const imageNames = ['adminapp', 'goapp', 'reverse-proxy', 'uptime'] as const;

/** `ecs-prod` without its alarms, which are nearly half of its resources and which no step here asks. */
class UnwatchedStack extends EcsStack {
  protected override watch(): void {
    // the emulated deployment of the whole system makes them
  }
}

/** `aws-foundation` as it is shipped, and `ecs-prod` without alarms and with the small system in it. */
export function composeSmall(variables: Readonly<Record<string, string | undefined>>): App {
  const app = new App();
  const settings = settingsFrom(variables);
  const { prod } = environments;
  if (!prod) throw new RangeError("there is no environment 'prod'");
  const images = [adminapp.image, goapp.image, uptime.image, proxyImage];
  new AwsFoundationStack(app, 'aws-foundation', settings, images);
  new UnwatchedStack(app, 'ecs-prod', {
    settings,
    name: 'prod',
    // what it sizes and does not have here is left out
    environment: { ...prod, services: { uptime: prod.services.uptime }, caches: {} },
    system: smallSystem(goappOf(variables.SLIPWAY_PIPELINE_REVISION ?? '1')),
    proxyImage,
  });
  return app;
}
