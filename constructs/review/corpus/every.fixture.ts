import type { RuleCases } from './case.fixture';
import { dockerCases } from './docker.fixture';
import { ecsCases } from './ecs.fixture';
import { entranceCases } from './entrance.fixture';
import { googleCases } from './google.fixture';
import { identityCases } from './identity.fixture';
import { networkCases } from './network.fixture';
import { otherCases } from './other.fixture';
import { storeCases } from './store.fixture';

/** Good and bad documents for every rule, by its id. */
export const corpus: Readonly<Record<string, RuleCases>> = {
  ...dockerCases,
  ...ecsCases,
  ...entranceCases,
  ...googleCases,
  ...identityCases,
  ...networkCases,
  ...otherCases,
  ...storeCases,
};
