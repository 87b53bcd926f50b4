import { Registry } from './registry';

/** A registry by its host, and the folder in it where the repositories lie. */
export interface RegistryAddress {
  readonly registry: Registry;

  /** A reference as the registry's API asks for it, below the folder. */
  readonly inside: (reference: string) => string;
}

/**
 * Reads the address of a registry. On Google Cloud it goes on after the host, with the project: the API and the login know
 * the host alone, and the project is the start of every repository's name.
 *
 * @param address for example `123456789012.dkr.ecr.eu-west-1.amazonaws.com` or `europe-west1-docker.pkg.dev/my-project`
 */
export function registryAt(address: string): RegistryAddress {
  const [host = '', ...folder] = address.split('/').filter((part) => part !== '');
  return {
    registry: new Registry(host),
    inside: (reference) => [...folder, reference].join('/'),
  };
}
