import { App, type AppConfig } from 'cdktf';
import { cacheImage, litestreamImage, proxyImage, system } from '../services/system';
import { AwsFoundationStack } from './aws-foundation';
import { AwsStateStack } from './aws-state';
import { environments, googleStackOf } from './config';
import type { Settings } from './settings';
import { EcsStack } from './ecs';
import { EcsSandboxStack, SandboxRegistryStack } from './ecs-sandbox';
import { GcpFoundationStack } from './gcp-foundation';
import { GcpRunStack } from './gcp-run';
import { LocalStack } from './local';

/** Every stack of the system, from the bucket of the state to what the public reaches. */
export function composeApp(settings: Settings, options?: AppConfig): App {
  const app = new App(options);
  const images = [...Object.values(system.workloads).map(({ image }) => image), proxyImage];

  new AwsStateStack(app, 'aws-state', settings);
  new AwsFoundationStack(app, 'aws-foundation', settings, images);
  for (const [name, environment] of Object.entries(environments)) {
    new EcsStack(app, `ecs-${name}`, { settings, environment, name, system, proxyImage });
  }
  const trial = { settings, name: 'uptime', workload: system.workloads.uptime };
  new SandboxRegistryStack(app, 'ecs-sandbox-registry', trial);
  new EcsSandboxStack(app, 'ecs-sandbox', trial);
  new GcpFoundationStack(app, 'gcp-foundation', settings, Object.keys(system.workloads));
  for (const [name, environment] of Object.entries(environments)) {
    const id = googleStackOf(name);
    new GcpRunStack(app, id, { settings, environment, name, system, proxyImage, litestreamImage });
  }
  new LocalStack(app, 'local', { settings: settings.local, system, proxyImage, cacheImage });
  return app;
}
