import { every, requires, type ReviewRule } from '../rule';

/** A stage of an API has limits of its own. */
export const apiThrottling: ReviewRule = {
  id: 'api-throttling',
  title: 'a stage of an API has limits of its own',
  rationale: 'Without them one caller uses up the limit of the whole account.',
  remedy: "write 'throttling_rate_limit' and 'throttling_burst_limit' in 'default_route_settings'",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
  types: ['aws_apigatewayv2_stage'],
  check: ({ block }, evidence) => {
    const settings = evidence.first(block.default_route_settings);
    const limits = settings && [settings.throttling_rate_limit, settings.throttling_burst_limit];
    return requires(
      limits && every(limits.map((limit) => evidence.isNumber(limit, (number) => number > 0))),
      "'default_route_settings' has no limits",
    );
  },
};
