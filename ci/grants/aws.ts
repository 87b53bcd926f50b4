import type { Block } from '../../constructs/core/synth';
import { type Feature, features, withoutResource } from './aws-features';
import { addressIn, differences, GrantDocument, type Right } from './document';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

interface Container {
  readonly image: string;
  readonly environment: readonly { readonly value: string }[];
  readonly secrets: readonly { readonly valueFrom: string }[];
  readonly logConfiguration: { readonly options: Readonly<Record<string, string>> };
}

/** Every way in which the roles of a document have more or less than its features need. */
export function awsGrantProblems(document: unknown, secretKeyArn?: string): string[] {
  const doc = new GrantDocument(document);
  const given = givenRights(doc);
  return [
    ...differences(given, neededRights(doc, secretKeyArn)),
    ...given.filter(isWide).map(({ holder, action, resource }) => {
      return `too wide: ${holder}: ${action} on ${resource}`;
    }),
  ];
}

/** A wildcard is fine for the streams of one group and for the objects below a prefix, and where AWS knows no resource. */
function isWide({ action, resource }: Right): boolean {
  if (action.startsWith('Deny ')) return false;
  if (action.includes('*')) return true;
  if (resource === '*') return !withoutResource.includes(action);
  const named = resource
    .replace(/^(\$\{aws_cloudwatch_log_group\.\w+\.arn\}):\*$/, '$1')
    .replace(/^(\$\{aws_s3_bucket\.\w+\.arn\}\/(?:[\w./=-]+\/)?)\*$/, '$1');
  return named.includes('*');
}

function givenRights(doc: GrantDocument): Right[] {
  const inline = doc.all('aws_iam_role_policy').flatMap(([, { role, policy }]) => {
    const { Statement: all } = JSON.parse(String(policy)) as { readonly Statement: Statement[] };
    return all.flatMap((one) => rightsOf(addressIn(role), one));
  });
  const managed = doc.all('aws_iam_role_policy_attachment').map(([, { role, policy_arn }]) => ({
    holder: addressIn(role),
    action: String(policy_arn).replace(/^arn:.*:iam::aws:policy\//, ''),
    resource: 'managed',
  }));
  return [...inline, ...managed];
}

function rightsOf(holder: string, { Effect, Action, Resource, Condition }: Statement): Right[] {
  const deny = Effect === 'Allow' ? '' : `${Effect} `;
  return [Action].flat().flatMap((action) =>
    [Resource].flat().map((resource) => ({
      holder,
      action: `${deny}${action}`,
      resource,
      ...(Condition === undefined ? {} : { condition: JSON.stringify(Condition) }),
    })),
  );
}

function neededRights(doc: GrantDocument, secretKeyArn: string | undefined): Right[] {
  const tasks = doc.all('aws_ecs_task_definition').flatMap(([address, task]) => {
    const [container] = JSON.parse(String(task.container_definitions)) as [Container];
    const execution = addressIn(task.execution_role_arn);
    const role = addressIn(task.task_role_arn);
    return [
      ...startRights(execution, container, secretKeyArn, doc),
      // whatever is granted later, an application never changes permissions
      { holder: role, action: 'Deny iam:*', resource: '*' },
      ...fileRights(role, task),
      ...bucketRights(role, container, doc),
      ...(runsExec(doc, address) ? execRights(role, doc) : []),
    ];
  });
  return [...tasks, ...shiftRights(doc), ...flowLogRights(doc)];
}

function needs(holder: string, feature: Feature, resource: string, condition?: object): Right[] {
  return feature.actions.map((action) => ({
    holder,
    action,
    resource,
    ...(condition === undefined ? {} : { condition: JSON.stringify(condition) }),
  }));
}

function startRights(
  holder: string,
  { image, secrets, logConfiguration }: Container,
  secretKeyArn: string | undefined,
  doc: GrantDocument,
): Right[] {
  const group = groupNamed(doc, logConfiguration.options['awslogs-group'] ?? '');
  const repository = repositoryOf(image);
  return [
    ...needs(holder, features.log, `\${${group}.arn}:*`),
    ...(repository === undefined
      ? []
      : [
          ...needs(holder, features.registryLogin, '*'),
          ...needs(holder, features.image, repository),
        ]),
    ...secrets.flatMap(({ valueFrom }) => needs(holder, features.secret, entryOf(valueFrom))),
    ...(secrets.length > 0 && secretKeyArn !== undefined
      ? needs(holder, features.secretKey, secretKeyArn)
      : []),
  ];
}

/** ARN of the entry that a reference names: the id of a version may follow it. */
function entryOf(valueFrom: string): string {
  return valueFrom.replace(/:::\$\{[^}]+\}$/, '');
}

/** A log group by what its name is written as: an expression, or the name itself. */
function groupNamed(doc: GrantDocument, name: string): string {
  const literal = doc.all('aws_cloudwatch_log_group').find(([, block]) => block.name === name);
  return addressIn(name) || (literal?.[0] ?? name);
}

/** ARN of the ECR repository of an image, if it comes from one. */
function repositoryOf(image: string): string | undefined {
  const read = addressIn(image);
  if (read.startsWith('data.aws_ecr_repository.')) return `\${${read}.arn}`;
  const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@]+)@/.exec(image);
  return ecr ? `arn:aws:ecr:${ecr[2] ?? ''}:${ecr[1] ?? ''}:repository/${ecr[3] ?? ''}` : undefined;
}

interface Volume {
  readonly efs_volume_configuration?: {
    readonly file_system_id: string;
    readonly authorization_config: { readonly access_point_id: string };
  };
}

function fileRights(holder: string, { volume = [] }: Block): Right[] {
  return (volume as readonly Volume[]).flatMap(({ efs_volume_configuration: efs }) => {
    if (!efs) return [];
    const point = addressIn(efs.authorization_config.access_point_id);
    const condition = {
      StringEquals: { 'elasticfilesystem:AccessPointArn': `\${${point}.arn}` },
    };
    return needs(holder, features.files, `\${${addressIn(efs.file_system_id)}.arn}`, condition);
  });
}

function bucketRights(holder: string, { environment }: Container, doc: GrantDocument): Right[] {
  return environment.flatMap(({ value }) => {
    const [, bucket, prefix = ''] = /^s3:\/\/\$\{(\w+\.\w+)\.\w+\}(?:\/(.+))?$/.exec(value) ?? [];
    if (bucket === undefined) return [];
    const below = prefix === '' ? '' : `${prefix}/`;
    const read = doc.names('aws_s3_object', 'bucket', bucket);
    const condition = below === '' ? undefined : { StringLike: { 's3:prefix': [`${below}*`] } };
    return [
      ...needs(holder, features.listBucket, `\${${bucket}.arn}`, condition),
      ...needs(
        holder,
        read ? features.readObjects : features.useObjects,
        `\${${bucket}.arn}/${below}*`,
      ),
    ];
  });
}

function runsExec(doc: GrantDocument, task: string): boolean {
  return doc.all('aws_ecs_service').some(([, service]) => {
    return addressIn(service.task_definition) === task && service.enable_execute_command === true;
  });
}

interface ClusterConfiguration {
  readonly execute_command_configuration: {
    readonly kms_key_id: string;
    readonly log_configuration: { readonly cloud_watch_log_group_name: string };
  };
}

function execRights(holder: string, doc: GrantDocument): Right[] {
  const configured = doc.all('aws_ecs_cluster').flatMap(([, { configuration }]) => {
    return configuration === undefined ? [] : [configuration as ClusterConfiguration];
  });
  return [
    ...needs(holder, features.execChannels, '*'),
    ...needs(holder, features.execFindLog, '*'),
    ...configured.flatMap(({ execute_command_configuration: exec }) => [
      ...needs(
        holder,
        features.execLog,
        `\${${groupNamed(doc, exec.log_configuration.cloud_watch_log_group_name)}.arn}:*`,
      ),
      ...needs(holder, features.execKey, exec.kms_key_id),
    ]),
  ];
}

interface Registration {
  readonly advanced_configuration?: { readonly role_arn: string };
}

function shiftRights(doc: GrantDocument): Right[] {
  return doc.all('aws_ecs_service').flatMap(([, { load_balancer = [] }]) => {
    return (load_balancer as readonly Registration[]).flatMap(({ advanced_configuration: more }) =>
      more ? needs(addressIn(more.role_arn), features.shiftTraffic, 'managed') : [],
    );
  });
}

function flowLogRights(doc: GrantDocument): Right[] {
  return doc.all('aws_flow_log').flatMap(([, { iam_role_arn, log_destination }]) => {
    const group = `\${${addressIn(log_destination)}.arn}:*`;
    return needs(addressIn(iam_role_arn), features.flowLog, group);
  });
}
