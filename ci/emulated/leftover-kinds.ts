import type { Answer, Ask, Question } from './ask';
import { expectEqual, type Finding } from './report';

/** Where the API lists one kind of thing: the question, the way to the list in its answer, and what names each. */
type Kind = readonly [question: Question, list: string, id: string];

const kinds: Readonly<Record<string, Kind>> = {
  'file systems': [['efs', 'describe_file_systems', {}], 'FileSystems', 'FileSystemId'],
  caches: [
    ['elasticache', 'describe_replication_groups', {}],
    'ReplicationGroups',
    'ReplicationGroupId',
  ],
  'subnet groups of caches': [
    ['elasticache', 'describe_cache_subnet_groups', {}],
    'CacheSubnetGroups',
    'CacheSubnetGroupName',
  ],
  'users of caches': [['elasticache', 'describe_users', {}], 'Users', 'UserId'],
  'user groups of caches': [
    ['elasticache', 'describe_user_groups', {}],
    'UserGroups',
    'UserGroupId',
  ],
  'CloudFormation stacks': [['cloudformation', 'describe_stacks', {}], 'Stacks', 'StackName'],
  'log groups': [['logs', 'describe_log_groups', {}], 'logGroups', 'logGroupName'],
  'saved queries of logs': [['logs', 'describe_query_definitions', {}], 'queryDefinitions', 'name'],
  'log deliveries': [['logs', 'describe_deliveries', {}], 'deliveries', 'id'],
  namespaces: [['servicediscovery', 'list_namespaces', {}], 'Namespaces', 'Name'],
  certificates: [['acm', 'list_certificates', {}], 'CertificateSummaryList', 'CertificateArn'],
  'scaling targets': [
    ['application-autoscaling', 'describe_scalable_targets', { ServiceNamespace: 'ecs' }],
    'ScalableTargets',
    'ResourceId',
  ],
  'web ACLs': [['wafv2', 'list_web_acls', { Scope: 'REGIONAL' }], 'WebACLs', 'Name'],
  'web ACLs of CloudFront': [
    ['wafv2', 'list_web_acls', { Scope: 'CLOUDFRONT' }],
    'WebACLs',
    'Name',
  ],
  distributions: [['cloudfront', 'list_distributions', {}], 'DistributionList.Items', 'Id'],
};

/** What every account has by itself. */
const ownOfAws: readonly string[] = ['default'];

/** What an account still holds of the kinds that only a few stacks make. */
export async function rareLeftoverFindings(ask: Ask): Promise<Finding[]> {
  const asked = Object.entries(kinds);
  const answers = await ask(asked.map(([, [question]]) => question));
  return asked.map(([kind, [, path, id]], at) => {
    const left = listAt(answers[at], path).map((one) => String(one[id]));
    const ours = left.filter((name) => !ownOfAws.includes(name));
    return expectEqual(`no ${kind} are left`, ours, []);
  });
}

/** The list at the end of a way through an answer; an API leaves out what is empty. */
function listAt(answer: Answer | undefined, path: string): readonly Answer[] {
  const found = path.split('.').reduce<unknown>((inner, key) => (inner as Answer)[key], answer);
  return (found ?? []) as readonly Answer[];
}
