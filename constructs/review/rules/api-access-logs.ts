import { requires, type ReviewRule } from '../rule';

/** A stage of an API logs each request. */
export const apiAccessLogs: ReviewRule = {
  id: 'api-access-logs',
  title: 'a stage of an API logs each request',
  rationale: 'After an incident these logs are the only list of who asked for what.',
  remedy: "write 'access_log_settings'",
  severity: 'medium',
  controls: ['APIGateway.9', 'CKV_AWS_76'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-9',
  types: ['aws_apigatewayv2_stage'],
  check: ({ block }, evidence) => {
    const settings = evidence.first(block.access_log_settings);
    return requires(
      settings && evidence.isSet(settings.destination_arn),
      "'access_log_settings' are missing",
    );
  },
};
