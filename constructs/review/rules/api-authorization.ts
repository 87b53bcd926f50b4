import { requires, type ReviewRule } from '../rule';

/** A route of an API asks who calls. */
export const apiAuthorization: ReviewRule = {
  id: 'api-authorization',
  title: 'a route of an API asks who calls',
  rationale: 'An API without an authorizer answers everyone who knows its address.',
  remedy: "write 'authorization_type', or waive it for what is meant to be public",
  severity: 'medium',
  controls: ['APIGateway.8', 'CKV_AWS_309'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-8',
  types: ['aws_apigatewayv2_route'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.authorization_type, (text) => text !== 'NONE', 'NONE'),
      "'authorization_type' is 'NONE'",
    ),
};
