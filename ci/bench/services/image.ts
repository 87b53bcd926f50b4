import type { Image } from '../../../constructs/core/image';

/** Name by content of an image that is built from a folder. */
export function imageName({ name, tag }: Image): string {
  if (tag === undefined) throw new Error(`${name} is built from no folder`);
  return `slipway/${name}:${tag}`;
}
