import { problemOf } from './attestations';
import type { ImageDigest } from './reference';
import { Registry } from './registry';
import type { Trust } from './trust';

/** Where registries are asked: one object for each, and another host where the option names one. */
export class Registries {
  private readonly known = new Map<string, Registry>();

  constructor(private readonly instead: string | undefined) {}

  /** The registry that answers for a host. */
  public at(host: string): Registry {
    const asked = this.instead ?? host;
    const registry = this.known.get(asked) ?? new Registry(asked);
    this.known.set(asked, registry);
    return registry;
  }
}

/** Holds each image to its signature and its SBOM; answers with the sentences that refuse some. */
export async function refusedImages(
  images: readonly ImageDigest[],
  registries: Registries,
  trust: Trust,
): Promise<string[]> {
  const problems: string[] = [];
  for (const image of images) {
    const problem = await problemOf(registries.at(image.host), image, trust);
    if (problem) problems.push(problem);
  }
  return problems;
}
