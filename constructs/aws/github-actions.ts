/** Actions of each service, without the service's name, with blanks between them. */
type Actions = Readonly<Record<string, string>>;

/** Read access to what a plan compares, values of secrets and content of data stores aside. */
export const describingActions: readonly string[] = actionsOf({
  acm: 'Describe* List*',
  'application-autoscaling': 'Describe* List*',
  cloudformation: 'DescribeStacks GetTemplate',
  cloudfront: 'Get* List*',
  cloudwatch: 'Describe* GetDashboard ListTags*',
  ec2: 'Describe*',
  ecs: 'Describe* List*',
  elasticache: 'Describe* List*',
  elasticfilesystem: 'Describe* List*',
  elasticloadbalancing: 'Describe*',
  events: 'Describe* List*',
  iam: 'GetRole* List*RolePolicies',
  kms: 'DescribeKey GetKey* ListResourceTags',
  logs: 'DescribeLogGroups DescribeQueryDefinitions ListTagsForResource',
  route53: 'Get* List*',
  secretsmanager: 'DescribeSecret GetRandomPassword GetResourcePolicy ListSecretVersionIds',
  servicediscovery: 'Get* List*',
  sns: 'Get* List*',
  wafv2: 'GetWebACL* ListTags*',
});

/** What Terraform makes, changes and deletes where AWS offers no name to bind it to. */
export const buildingActions: readonly string[] = actionsOf({
  acm: 'AddTagsToCertificate DeleteCertificate RequestCertificate',
  'application-autoscaling': [
    'DeleteScalingPolicy DeregisterScalableTarget PutScalingPolicy RegisterScalableTarget',
    'TagResource',
  ].join(' '),
  cloudformation: 'CreateStack DeleteStack UpdateStack',
  cloudwatch: [
    'DeleteAlarms DeleteDashboards Put*Alarm PutDashboard TagResource',
    'UntagResource',
  ].join(' '),
  ec2: [
    '*FlowLogs *InternetGateway *NatGateway *NetworkInterface *Tags',
    'AllocateAddress AssociateRouteTable AuthorizeSecurityGroup* CreateRoute CreateRouteTable',
    'CreateSecurityGroup CreateSubnet CreateVpc CreateVpcEndpoint DeleteRoute DeleteRouteTable',
    'DeleteSecurityGroup DeleteSubnet DeleteVpc DeleteVpcEndpoints',
    'DisassociateAddress DisassociateRouteTable ModifySecurityGroupRules',
    'ModifySubnetAttribute ModifyVpcAttribute ModifyVpcEndpoint ReleaseAddress ReplaceRoute*',
    'RevokeSecurityGroup* UpdateSecurityGroupRuleDescriptions*',
  ].join(' '),
  ecs: [
    'CreateCluster CreateService DeleteCluster DeleteService DeregisterTaskDefinition',
    'PutClusterCapacityProviders RegisterTaskDefinition TagResource UntagResource',
    'UpdateCluster* UpdateService',
  ].join(' '),
  elasticache: [
    'AddTagsToResource CreateCache*Group CreateReplicationGroup CreateUser* DecreaseReplicaCount',
    'DeleteCache*Group DeleteReplicationGroup DeleteUser* IncreaseReplicaCount Modify*',
  ].join(' '),
  elasticfilesystem: 'Create* Delete* Put* TagResource UpdateFileSystem*',
  elasticloadbalancing: 'AddTags Create* Delete* Modify* RemoveTags Set*',
  // a saved query has a number and no name
  logs: 'DeleteQueryDefinition PutQueryDefinition',
  // an endpoint brings a private zone with it
  route53: '*HealthCheck AssociateVPCWithHostedZone ChangeResourceRecordSets ChangeTagsForResource',
  sns: 'CreateTopic DeleteTopic SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource',
  servicediscovery: 'CreateHttpNamespace DeleteNamespace TagResource UpdateHttpNamespace',
  wafv2: [
    'AssociateWebACL CreateWebACL DeleteWebACL DisassociateWebACL PutLoggingConfiguration',
    'TagResource UpdateWebACL',
  ].join(' '),
});

/** What tasks, flow logs and deployments need while they run. */
export const runningActions: readonly string[] = actionsOf({
  ecr: 'BatchCheckLayerAvailability BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer',
  elasticfilesystem: 'ClientMount ClientWrite',
  elasticloadbalancing: 'DeregisterTargets Describe* ModifyListener ModifyRule RegisterTargets',
  kms: 'Decrypt',
  logs: 'CreateLogStream DescribeLogGroups DescribeLogStreams PutLogEvents',
  s3: 'DeleteObject GetObject ListBucket PutObject',
  secretsmanager: 'GetSecretValue',
  ssmmessages: 'CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel',
});

function actionsOf(services: Actions): string[] {
  return Object.entries(services).flatMap(([service, actions]) =>
    actions.split(' ').map((action) => `${service}:${action}`),
  );
}

/** Pushing: nothing is deleted. */
export const pushActions: readonly string[] = actionsOf({
  ecr: [
    'BatchCheckLayerAvailability BatchGetImage CompleteLayerUpload DescribeImages',
    'GetDownloadUrlForLayer InitiateLayerUpload PutImage UploadLayerPart',
  ].join(' '),
});

/** Reading images, and what signs them, byte by byte. */
export const verifyActions: readonly string[] = actionsOf({
  ecr: 'BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer',
});

/** Looking up what was pushed. */
export const imageActions: readonly string[] = actionsOf({
  ecr: 'DescribeImages DescribeRepositories ListTagsForResource',
});

/** Reading how a bucket is set up, and not what is in it. */
export const bucketReadActions: readonly string[] = actionsOf({
  s3: [
    'GetAccelerateConfiguration GetBucket* GetEncryptionConfiguration GetLifecycleConfiguration',
    'GetReplicationConfiguration ListBucket',
  ].join(' '),
});

/** Making buckets. */
export const bucketWriteActions: readonly string[] = actionsOf({
  s3: 'CreateBucket DeleteBucket* PutBucket* PutEncryptionConfiguration PutLifecycleConfiguration',
});

/** Writing objects, all versions of which a destroy deletes. */
export const objectActions: readonly string[] = actionsOf({
  s3: 'DeleteObject* GetObject* ListBucketVersions PutObject*',
});

/** Making groups of logs: their lines are written by the services alone, and read by people. */
export const logActions: readonly string[] = actionsOf({
  logs: [
    'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy TagResource',
    'UntagResource',
  ].join(' '),
});

/** Making rules of events, and where they lead. */
export const ruleActions: readonly string[] = actionsOf({
  events: 'DeleteRule PutRule PutTargets RemoveTargets TagResource UntagResource',
});

/** Making a key, which is tagged as it is made. */
export const newKeyActions: readonly string[] = actionsOf({ kms: 'CreateKey TagResource' });

/** Changing a key, and deleting it after its time of grace. */
export const keyActions: readonly string[] = actionsOf({
  kms: [
    '*KeyRotation PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource',
    'UpdateKeyDescription',
  ].join(' '),
});

/** Every action that changes a key, who may use it, or what it is known by. */
export const keyWriteActions: readonly string[] = actionsOf({
  kms: [
    'CreateGrant Delete* Disable* Enable* PutKeyPolicy ScheduleKeyDeletion TagResource',
    'UntagResource Update*',
  ].join(' '),
});

/** Making secrets. The provider reads the value back, before version 6.26.0 (ADR 0033). */
export const secretActions: readonly string[] = actionsOf({
  secretsmanager: [
    'CreateSecret DeleteSecret GetSecretValue PutSecretValue TagResource UntagResource',
    'UpdateSecret*',
  ].join(' '),
});

/** Whatever changes rights of a role: allowed only while the boundary is there. */
export const boundedRoleActions: readonly string[] = actionsOf({
  iam: [
    'AttachRolePolicy CreateRole DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary',
    'PutRolePolicy',
  ].join(' '),
});

/** The rest of what a role needs. */
export const roleActions: readonly string[] = actionsOf({
  iam: 'DeleteRole ListInstanceProfilesForRole TagRole UntagRole UpdateAssumeRolePolicy UpdateRole*',
});

/** Every action of IAM that changes something. */
export const iamWriteActions: readonly string[] = actionsOf({
  iam: 'Add* Attach* Create* Delete* Detach* PassRole Put* Remove* Set* Tag* Untag* Update*',
});

/** Ways to a key, a login or a role that outlives the job. */
export const lastingActions: readonly string[] = actionsOf({
  iam: '*AccessKey* *LoginProfile *OpenIDConnectProvider* *SAMLProvider* *User*',
  sts: 'AssumeRole*',
});
