import { isObject, listOf } from '../../../constructs/review/model';

/** Mutants of one rule that break nothing. */
export interface Equivalent {
  /** Why they do not. */
  readonly reason: string;

  /** Whether a resource that was made worse is one of them, read without the rule. */
  readonly includes: (block: Readonly<Record<string, unknown>>) => boolean;
}

/** The mutants that no rule need see, by the rule that does not; one that explains nothing is a failure. */
export const equivalents: Readonly<Record<string, Equivalent>> = {
  'waf-known-bad-inputs': {
    reason: 'the first rule of an ACL is made worse, and another one has the group and blocks',
    includes: ({ rule }) =>
      listOf(rule).some(
        (one) =>
          isObject(one) &&
          JSON.stringify(one.override_action) === '{"none":{}}' &&
          JSON.stringify(one.statement).includes('"name":"AWSManagedRulesKnownBadInputsRuleSet"'),
      ),
  },
};
