import { known } from './known';
import { type Rule, shown } from './validation';

/** Days for which a bucket keeps what was replaced, where nobody says: as long as logs are kept. */
export const defaultNoncurrentDays = 30;

/** How long a bucket keeps what was replaced. */
export const noncurrentDaysRule: Rule<{ readonly noncurrentDays?: number }> = {
  broken: ({ noncurrentDays }) =>
    known(noncurrentDays) &&
    (!Number.isInteger(noncurrentDays) || noncurrentDays < 1 || noncurrentDays > 3650),
  message: ({ noncurrentDays }) =>
    `'noncurrentDays' must be a whole number from 1 to 3650, got ${shown(noncurrentDays)}; use for example ${defaultNoncurrentDays}`,
};
