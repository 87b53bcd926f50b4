import { eachTrusted } from '../evidence/identity-policy';
import { ties } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A service takes on a role for this account alone. */
export const iamConfusedDeputy: ReviewRule = {
  id: 'iam-confused-deputy',
  title: 'a service takes on a role for this account alone',
  rationale:
    'Without a condition, the service may be made to take the role on by somebody in another account.',
  remedy: "add a condition on 'aws:SourceAccount' or 'aws:SourceArn'",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  types: ['aws_iam_role'],
  check: ({ block }, evidence) =>
    eachTrusted(block.assume_role_policy, evidence, ({ principals, conditions }) => {
      const found = (principals ?? [])
        .filter(({ kind }) => kind === 'Service')
        .flatMap(({ values }) => values.map((value) => evidence.model.text(value) ?? ''))
        .filter((service) => asksForSource.has(service));
      const tied = conditions?.some(
        (condition) =>
          (condition.key === 'aws:sourceaccount' || condition.key === 'aws:sourcearn') &&
          ties(condition, evidence),
      );
      return found.length === 0
        ? []
        : requires(tied, `${found.join(', ')} may take it on for any account`);
    }),
};

const asksForSource = new Set([
  'ecs-tasks.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
  'scheduler.amazonaws.com',
  'states.amazonaws.com',
  'backup.amazonaws.com',
  'cloudtrail.amazonaws.com',
]);
