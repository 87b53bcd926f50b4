import { App } from 'cdktf';
import { Capacity } from '../../../constructs/aws/capacity';
import { Scaling } from '../../../constructs/aws/scaling';
import { defineSystem, Route, type System } from '../../../constructs/core';
import { proxyImage, system } from '../../../services/system';
import { AwsFoundationStack } from '../../../stacks/aws-foundation';
import { EcsStack, type EcsStackProps } from '../../../stacks/ecs';
import { settingsFrom } from '../../../stacks/settings';
import { nameOf, type Variant, variants } from './variants';

/** A service that the public reaches, one that only services reach, and the proxy: what a choice could break. */
const { adminapp, goapp, uptime } = system.workloads;
export const smallSystem: System = defineSystem({
  workloads: { adminapp, goapp, uptime },
  connections: [
    { from: 'adminapp', to: 'goapp', environment: ({ url }) => ({ BACKEND_URL: url }) },
  ],
  routes: [
    Route.path('/', 'adminapp'),
    Route.path('/uptime', 'uptime', { retryServerErrors: true, timeoutSeconds: 10 }),
  ],
});

/** The images of the small system. */
export const images = [adminapp.image, goapp.image, uptime.image, proxyImage];

/** Name of the stack of a variant, by its place in the list. */
export function stackOf(place: number): string {
  return `ecs-${nameOf(place)}`;
}

/** The stack that is shipped, once for each variant, with a system that is smaller than ours. */
export function composeMatrix(variables: Readonly<Record<string, string | undefined>>): App {
  const app = new App();
  new AwsFoundationStack(app, 'aws-foundation', settingsFrom(variables), images);
  variants.forEach((variant, place) => {
    const name = nameOf(place);
    const SLIPWAY_DOMAIN = `${name}.${variables.SLIPWAY_ZONE}`;
    new EcsStack(app, stackOf(place), {
      settings: settingsFrom({ ...variables, SLIPWAY_DOMAIN }),
      environment: environmentOf(variant),
      name,
      system: smallSystem,
      proxyImage,
    });
  });
  return app;
}

/** What a variant means in the words of stacks/config.ts. */
function environmentOf(variant: Variant): EcsStackProps['environment'] {
  const { entrance, egress, capacity, imageManagedBy } = variant;
  const service = {
    capacity: capacity === 'spot' ? Capacity.spot() : Capacity.onDemand(),
    imageManagedBy,
  };
  return {
    zones: ['a', 'b'],
    cidr: '10.0.0.0/16',
    egress,
    entrance: entrance === 'domain' ? 'domain' : 'cloudFront',
    webAcl: 'block',
    services: {
      ...{ adminapp: service, goapp: service, uptime: service },
      // the balancer leads to nobody else, so that it can count for nobody else
      'reverse-proxy': { ...service, scaling: Scaling.cpu({ taskRequestsPerMinute: 600 }) },
    },
    caches: {},
    objectives: {},
    secretVersions: {},
  };
}
