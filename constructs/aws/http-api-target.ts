import type { ITerraformDependable } from 'cdktf';

/** What an HTTP API must know about a service to send requests to it. */
export interface HttpApiTarget {
  /** Discovery name of the service, kebab-case: it names the registry. */
  readonly name: string;

  /** Port that the service serves on. */
  readonly port: number;

  /** What is spoken on the port. */
  readonly protocol: 'http' | 'websocket';

  /** Seconds within which one request must be answered. */
  readonly timeoutSeconds: number;

  /** Security group of the service's tasks. */
  readonly securityGroupId: string;

  /**
   * Called once: registers the service's tasks, with address and port.
   *
   * @param registryArn ARN of the Cloud Map service that the tasks are registered in
   * @param dependsOn what must exist before the tasks do
   */
  attachRegistry(registryArn: string, dependsOn: ITerraformDependable[]): void;
}
