import { known } from './known';
import { shown } from './validation';

/** Path that is asked for at an entrance unless told otherwise. */
export const defaultCheckPath = '/';

/**
 * Days that the certificate of an entrance must still be valid, the same on every platform. ACM renews from about two months
 * before the end on, Google from about one: an alarm at 30 days would fire at every renewal of Google's, and 21 leave either
 * more than a week to try.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
 * @see https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs
 */
export const leastCertificateDays = 21;

/** Longest path that Route 53 asks for: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const longestPath = 255;

/** Every problem of the path that is asked for at an entrance. */
export function checkPathProblems(path: string | undefined): string[] {
  if (!known(path)) return [];
  if (!/^\/\S*$/.test(path)) {
    return [`'checkPath' must start with '/' and have no blanks, got ${shown(path)}; use '/'`];
  }
  if (path.length <= longestPath) return [];
  return [
    `'checkPath' may have ${longestPath} characters, got ${path.length}; name a page with a shorter path`,
  ];
}
