import { awsRules } from './aws-rules';
import { dockerRules } from './docker-rules';
import { googleRules } from './google-rules';
import type { ReviewRule } from '../rule';

/** Every rule, by name. */
export const reviewRules: readonly ReviewRule[] = [
  ...awsRules,
  ...googleRules,
  ...dockerRules,
].sort((a, b) => (a.id < b.id ? -1 : 1));
