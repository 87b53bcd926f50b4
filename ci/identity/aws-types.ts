/** Actions of each type that a stack on AWS has: what reads it, what makes it, what deletes it. */
const written: Readonly<Record<string, readonly string[]>> = {
  acm: [
    'aws_acm_certificate: DescribeCertificate ListTagsForCertificate RequestCertificate DeleteCertificate',
    'aws_acm_certificate_validation: DescribeCertificate',
  ],
  'application-autoscaling': [
    'aws_appautoscaling_policy: DescribeScalingPolicies PutScalingPolicy DeleteScalingPolicy',
    'aws_appautoscaling_target: DescribeScalableTargets RegisterScalableTarget DeregisterScalableTarget',
  ],
  cloudformation: [
    'aws_cloudformation_stack: DescribeStacks GetTemplate CreateStack UpdateStack DeleteStack',
  ],
  cloudwatch: [
    'aws_cloudwatch_composite_alarm: DescribeAlarms ListTagsForResource PutCompositeAlarm DeleteAlarms',
    'aws_cloudwatch_dashboard: GetDashboard PutDashboard DeleteDashboards',
    'aws_cloudwatch_metric_alarm: DescribeAlarms ListTagsForResource PutMetricAlarm DeleteAlarms',
  ],
  events: [
    'aws_cloudwatch_event_rule: DescribeRule ListTagsForResource PutRule TagResource DeleteRule',
    'aws_cloudwatch_event_target: ListTargetsByRule PutTargets RemoveTargets',
  ],
  logs: [
    'aws_cloudwatch_log_group: DescribeLogGroups ListTagsForResource CreateLogGroup PutRetentionPolicy DeleteLogGroup',
    'aws_cloudwatch_query_definition: DescribeQueryDefinitions PutQueryDefinition DeleteQueryDefinition',
  ],
  ec2: [
    'aws_default_security_group: DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress',
    'aws_flow_log: DescribeFlowLogs CreateFlowLogs DeleteFlowLogs',
    'aws_internet_gateway: DescribeInternetGateways CreateInternetGateway AttachInternetGateway DetachInternetGateway DeleteInternetGateway',
    'aws_route: DescribeRouteTables CreateRoute ReplaceRoute DeleteRoute',
    'aws_route_table: DescribeRouteTables CreateRouteTable DeleteRouteTable',
    'aws_route_table_association: DescribeRouteTables AssociateRouteTable DisassociateRouteTable',
    'aws_security_group: DescribeSecurityGroups CreateSecurityGroup CreateTags DeleteSecurityGroup',
    'aws_subnet: DescribeSubnets CreateSubnet ModifySubnetAttribute DeleteSubnet',
    'aws_vpc: DescribeVpcs DescribeVpcAttribute CreateVpc ModifyVpcAttribute DeleteVpc',
    'aws_vpc_endpoint: DescribeVpcEndpoints DescribePrefixLists CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints',
    'aws_vpc_security_group_egress_rule: DescribeSecurityGroupRules AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress',
    'aws_vpc_security_group_ingress_rule: DescribeSecurityGroupRules AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress',
  ],
  ecs: [
    'aws_ecs_cluster: DescribeClusters CreateCluster UpdateCluster DeleteCluster',
    'aws_ecs_cluster_capacity_providers: DescribeClusters PutClusterCapacityProviders',
    'aws_ecs_service: DescribeServices CreateService UpdateService DeleteService',
    'aws_ecs_task_definition: DescribeTaskDefinition RegisterTaskDefinition DeregisterTaskDefinition',
  ],
  elasticfilesystem: [
    'aws_efs_access_point: DescribeAccessPoints CreateAccessPoint DeleteAccessPoint',
    'aws_efs_backup_policy: DescribeBackupPolicy PutBackupPolicy',
    'aws_efs_file_system: DescribeFileSystems DescribeLifecycleConfiguration CreateFileSystem PutLifecycleConfiguration DeleteFileSystem',
    'aws_efs_file_system_policy: DescribeFileSystemPolicy PutFileSystemPolicy DeleteFileSystemPolicy',
    'aws_efs_mount_target: DescribeMountTargets DescribeMountTargetSecurityGroups CreateMountTarget DeleteMountTarget',
  ],
  elasticache: [
    'aws_elasticache_parameter_group: DescribeCacheParameterGroups DescribeCacheParameters CreateCacheParameterGroup DeleteCacheParameterGroup',
    'aws_elasticache_replication_group: DescribeReplicationGroups DescribeCacheClusters CreateReplicationGroup ModifyReplicationGroup DeleteReplicationGroup',
    'aws_elasticache_subnet_group: DescribeCacheSubnetGroups CreateCacheSubnetGroup DeleteCacheSubnetGroup',
  ],
  iam: [
    'aws_iam_role: GetRole ListRolePolicies ListAttachedRolePolicies CreateRole TagRole DeleteRole',
    'aws_iam_role_policy: GetRolePolicy PutRolePolicy DeleteRolePolicy',
  ],
  kms: [
    'aws_kms_key: DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags CreateKey TagResource EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion',
  ],
  elasticloadbalancing: [
    'aws_lb: DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeTags CreateLoadBalancer ModifyLoadBalancerAttributes DeleteLoadBalancer',
    'aws_lb_listener: DescribeListeners CreateListener ModifyListener DeleteListener',
    'aws_lb_listener_rule: DescribeRules CreateRule ModifyRule DeleteRule',
    'aws_lb_target_group: DescribeTargetGroups DescribeTargetGroupAttributes CreateTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup',
  ],
  route53: [
    'aws_route53_health_check: GetHealthCheck ListTagsForResource CreateHealthCheck ChangeTagsForResource UpdateHealthCheck DeleteHealthCheck',
    'aws_route53_record: GetHostedZone ListResourceRecordSets GetChange ChangeResourceRecordSets',
  ],
  s3: [
    'aws_s3_bucket: ListBucket GetBucketTagging CreateBucket PutBucketTagging DeleteBucket',
    'aws_s3_bucket_lifecycle_configuration: GetLifecycleConfiguration PutLifecycleConfiguration',
    'aws_s3_bucket_ownership_controls: GetBucketOwnershipControls PutBucketOwnershipControls',
    'aws_s3_bucket_policy: GetBucketPolicy PutBucketPolicy DeleteBucketPolicy',
    'aws_s3_bucket_public_access_block: GetBucketPublicAccessBlock PutBucketPublicAccessBlock',
    'aws_s3_bucket_server_side_encryption_configuration: GetEncryptionConfiguration PutEncryptionConfiguration',
    'aws_s3_bucket_versioning: GetBucketVersioning PutBucketVersioning',
    'aws_s3_object: GetObject GetObjectTagging PutObject DeleteObject',
  ],
  secretsmanager: [
    'aws_secretsmanager_secret: DescribeSecret GetResourcePolicy CreateSecret DeleteSecret',
    'aws_secretsmanager_secret_version: ListSecretVersionIds PutSecretValue',
  ],
  servicediscovery: [
    'aws_service_discovery_http_namespace: GetNamespace GetOperation CreateHttpNamespace DeleteNamespace',
  ],
  sns: [
    'aws_sns_topic: GetTopicAttributes ListTagsForResource CreateTopic SetTopicAttributes DeleteTopic',
    'aws_sns_topic_policy: GetTopicAttributes SetTopicAttributes',
    'aws_sns_topic_subscription: GetSubscriptionAttributes Subscribe Unsubscribe',
  ],
  wafv2: [
    'aws_wafv2_web_acl: GetWebACL ListTagsForResource CreateWebACL UpdateWebACL DeleteWebACL',
    'aws_wafv2_web_acl_association: GetWebACLForResource AssociateWebACL DisassociateWebACL',
  ],
};

/** What Terraform asks for, by type of resource. */
export const actionsOfTypes: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(written).flatMap(([service, lines]) =>
    lines.map((line) => {
      const [type = '', actions = ''] = line.split(': ');
      return [type, actions.split(' ').map((action) => `${service}:${action}`)];
    }),
  ),
);
