import { actionsOf, eachAllowed, isForEverything, unreadAction } from '../evidence/identity-policy';
import { every, not, requires, type ReviewRule } from '../rule';

/** What may be done is tied to resources. */
export const iamAnyResource: ReviewRule = {
  id: 'iam-any-resource',
  title: 'what may be done is tied to resources',
  rationale: 'A star in Resource reaches what other teams keep in the account.',
  remedy: 'name the resources; a few actions know none, and these are let through',
  severity: 'medium',
  controls: ['CKV_AWS_355', 'CKV_AWS_356', 'CKV_AWS_290'],
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  types: [
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_user_policy',
    'aws_iam_group_policy',
    'aws_iam_role',
  ],
  check: (resource, evidence) =>
    eachAllowed(resource, evidence, (statement) => {
      const tied = (statement.conditions ?? []).some(({ key }) => tyingKeys.test(key));
      const found = actionsOf(statement, evidence).filter(
        (action) => statement.allBut || !withoutResource.test(action),
      );
      const known = found.filter((action) => action !== unreadAction);
      if (tied || found.length === 0) return [];
      const open = every([
        known.length > 0 || undefined,
        statement.conditions ? true : undefined,
        isForEverything(statement, evidence, 'service'),
      ]);
      const what = `${statement.allBut ? 'all but ' : ''}${known.join(', ') || 'something'}`;
      return requires(not(open), `${what} is allowed on every resource`);
    }),
};

/** Actions that know no resource. */
const withoutResource =
  /^(ecr:getauthorizationtoken|ssmmessages:.*|logs:describeloggroups|cloudwatch:(putmetricdata|describealarms|getmetric\w*|listmetrics)|xray:put.*|sts:(getcalleridentity|decodeauthorizationmessage)|ec2:describe.*|elasticloadbalancing:describe.*|ecs:(describetaskdefinition|registertaskdefinition|deregistertaskdefinition|listclusters)|servicediscovery:list\w*|tag:getresources|kms:(generaterandom|listkeys|listaliases)|s3:listallmybuckets|secretsmanager:(getrandompassword|listsecrets|batchgetsecretvalue)|acm:listcertificates|route53:(listhostedzones\w*|getchange)|wafv2:list\w*|budgets:viewbudget|application-autoscaling:describe.*|iam:list\w*|elasticache:describe.*|elasticfilesystem:describe.*|cloudformation:list\w*)$/;
const tyingKeys =
  /^(aws:resourceaccount|aws:resourcetag\/.*|aws:requesttag\/.*|ecs:cluster|cloudwatch:namespace|kms:viaservice)$/;
