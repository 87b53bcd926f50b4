import type { Construct } from 'constructs';
import { ValidationError } from '../core/validation';
import type { Region } from './region';
import { imageProblems, resolveImage } from './service-image';

/**
 * The image of the sidecar, by digest.
 *
 * @throws ValidationError when the region has none
 */
export function sidecarImageOf(caller: Construct, { sidecarImage, registry }: Region): string {
  if (!sidecarImage) {
    throw new ValidationError(caller, [
      `'connectTo' needs a sidecar that adds identity to the calls, but the region has no 'sidecarImage'; give the Region Image.fromFolder('services/reverse-proxy')`,
    ]);
  }
  const problems = imageProblems('sidecarImage', sidecarImage, registry);
  if (problems.length > 0) throw new ValidationError(caller, problems);
  return resolveImage(sidecarImage, registry);
}
