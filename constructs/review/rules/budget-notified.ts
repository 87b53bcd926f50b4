import { requires, type ReviewRule, some } from '../rule';

/** A budget tells somebody before it is spent. */
export const budgetNotified: ReviewRule = {
  id: 'budget-notified',
  title: 'a budget tells somebody before it is spent',
  rationale: 'AWS stops nothing when a budget is spent: whoever is not told pays.',
  remedy: "write 'notification' with an address or a topic",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html',
  types: ['aws_budgets_budget'],
  check: ({ block }, evidence) => {
    const notifications = evidence.blocks(block.notification);
    const told = notifications?.map((one) =>
      some([
        evidence.isSet(one.subscriber_email_addresses),
        evidence.isSet(one.subscriber_sns_topic_arns),
      ]),
    );
    return requires(told && some(told), "no 'notification' names anybody");
  },
};
