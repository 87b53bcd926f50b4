import type { ReviewRule } from '../rule';
import { acmKey } from '../rules/acm-key';
import { acmReplaced } from '../rules/acm-replaced';
import { acmTransparency } from '../rules/acm-transparency';
import { alarmActions } from '../rules/alarm-actions';
import { alarmMissingData } from '../rules/alarm-missing-data';
import { apiAccessLogs } from '../rules/api-access-logs';
import { apiAuthorization } from '../rules/api-authorization';
import { apiThrottling } from '../rules/api-throttling';
import { budgetNotified } from '../rules/budget-notified';
import { cloudfrontHttps } from '../rules/cloudfront-https';
import { cloudfrontTls } from '../rules/cloudfront-tls';
import { cloudfrontWaf } from '../rules/cloudfront-waf';
import { ecrImmutable } from '../rules/ecr-immutable';
import { ecrKms } from '../rules/ecr-kms';
import { ecrLifecycle } from '../rules/ecr-lifecycle';
import { ecrPolicyPublic } from '../rules/ecr-policy-public';
import { ecrScan } from '../rules/ecr-scan';
import { ecsCapabilities } from '../rules/ecs-capabilities';
import { ecsCircuitBreaker } from '../rules/ecs-circuit-breaker';
import { ecsContainerInsights } from '../rules/ecs-container-insights';
import { ecsEfsIam } from '../rules/ecs-efs-iam';
import { ecsEfsTls } from '../rules/ecs-efs-tls';
import { ecsExec } from '../rules/ecs-exec';
import { ecsHealthCheck } from '../rules/ecs-health-check';
import { ecsHostNetwork } from '../rules/ecs-host-network';
import { ecsHostProcess } from '../rules/ecs-host-process';
import { ecsImagePinned } from '../rules/ecs-image-pinned';
import { ecsLogging } from '../rules/ecs-logging';
import { ecsPlatformVersion } from '../rules/ecs-platform-version';
import { ecsPrivileged } from '../rules/ecs-privileged';
import { ecsPublicIp } from '../rules/ecs-public-ip';
import { ecsReadonlyRoot } from '../rules/ecs-readonly-root';
import { ecsSecretInEnvironment } from '../rules/ecs-secret-in-environment';
import { ecsSingleWriter } from '../rules/ecs-single-writer';
import { ecsTwoRoles } from '../rules/ecs-two-roles';
import { ecsUser } from '../rules/ecs-user';
import { efsAccessPointRoot } from '../rules/efs-access-point-root';
import { efsAccessPointUser } from '../rules/efs-access-point-user';
import { efsBackup } from '../rules/efs-backup';
import { efsEncrypted } from '../rules/efs-encrypted';
import { efsKms } from '../rules/efs-kms';
import { efsPolicy } from '../rules/efs-policy';
import { efsPublicSubnet } from '../rules/efs-public-subnet';
import { elasticacheAtRest } from '../rules/elasticache-at-rest';
import { elasticacheAuth } from '../rules/elasticache-auth';
import { elasticacheBackup } from '../rules/elasticache-backup';
import { elasticacheFailover } from '../rules/elasticache-failover';
import { elasticacheKms } from '../rules/elasticache-kms';
import { elasticacheSubnets } from '../rules/elasticache-subnets';
import { elasticacheTls } from '../rules/elasticache-tls';
import { elasticacheUpgrades } from '../rules/elasticache-upgrades';
import { elbAccessLogs } from '../rules/elb-access-logs';
import { elbDeletionProtection } from '../rules/elb-deletion-protection';
import { elbDesync } from '../rules/elb-desync';
import { elbDropInvalidHeaders } from '../rules/elb-drop-invalid-headers';
import { elbHealthCheck } from '../rules/elb-health-check';
import { elbHealthCheckTls } from '../rules/elb-health-check-tls';
import { elbListenerTls } from '../rules/elb-listener-tls';
import { elbTargetTls } from '../rules/elb-target-tls';
import { elbTlsPolicy } from '../rules/elb-tls-policy';
import { elbTwoZones } from '../rules/elb-two-zones';
import { elbWaf } from '../rules/elb-waf';
import { iamAccessKey } from '../rules/iam-access-key';
import { iamAdmin } from '../rules/iam-admin';
import { iamAnyResource } from '../rules/iam-any-resource';
import { iamConfusedDeputy } from '../rules/iam-confused-deputy';
import { iamEscalation } from '../rules/iam-escalation';
import { iamGithubProvider } from '../rules/iam-github-provider';
import { iamGithubTrust } from '../rules/iam-github-trust';
import { iamManagedAdmin } from '../rules/iam-managed-admin';
import { iamPassRole } from '../rules/iam-pass-role';
import { iamServiceWildcard } from '../rules/iam-service-wildcard';
import { iamTrustPublic } from '../rules/iam-trust-public';
import { kmsDeletionWindow } from '../rules/kms-deletion-window';
import { kmsPolicy } from '../rules/kms-policy';
import { kmsRotation } from '../rules/kms-rotation';
import { logKms } from '../rules/log-kms';
import { logOneYear } from '../rules/log-one-year';
import { logRetention } from '../rules/log-retention';
import { naclOpen } from '../rules/nacl-open';
import { s3AccessLogging } from '../rules/s3-access-logging';
import { s3Encryption } from '../rules/s3-encryption';
import { s3ForceDestroy } from '../rules/s3-force-destroy';
import { s3Kms } from '../rules/s3-kms';
import { s3Lifecycle } from '../rules/s3-lifecycle';
import { s3Ownership } from '../rules/s3-ownership';
import { s3PolicyPublic } from '../rules/s3-policy-public';
import { s3PublicAccessBlock } from '../rules/s3-public-access-block';
import { s3TlsOnly } from '../rules/s3-tls-only';
import { s3Versioning } from '../rules/s3-versioning';
import { secretInState } from '../rules/secret-in-state';
import { secretKms } from '../rules/secret-kms';
import { secretRecovery } from '../rules/secret-recovery';
import { secretRotation } from '../rules/secret-rotation';
import { sgAdminPort } from '../rules/sg-admin-port';
import { sgDescription } from '../rules/sg-description';
import { sgEgressOpen } from '../rules/sg-egress-open';
import { sgHttpPort } from '../rules/sg-http-port';
import { sgOpenPort } from '../rules/sg-open-port';
import { snsEncrypted } from '../rules/sns-encrypted';
import { snsPolicyPublic } from '../rules/sns-policy-public';
import { snsTlsOnly } from '../rules/sns-tls-only';
import { subnetPublicIp } from '../rules/subnet-public-ip';
import { vpcDefaultGroup } from '../rules/vpc-default-group';
import { vpcEndpointPolicy } from '../rules/vpc-endpoint-policy';
import { vpcFlowLogs } from '../rules/vpc-flow-logs';
import { wafKnownBadInputs } from '../rules/waf-known-bad-inputs';
import { wafLogging } from '../rules/waf-logging';
import { wafMetrics } from '../rules/waf-metrics';
import { wafRules } from '../rules/waf-rules';

/** Every rule about AWS, by name. */
export const awsRules: readonly ReviewRule[] = [
  acmKey,
  acmReplaced,
  acmTransparency,
  alarmActions,
  alarmMissingData,
  apiAccessLogs,
  apiAuthorization,
  apiThrottling,
  budgetNotified,
  cloudfrontHttps,
  cloudfrontTls,
  cloudfrontWaf,
  ecrImmutable,
  ecrKms,
  ecrLifecycle,
  ecrPolicyPublic,
  ecrScan,
  ecsCapabilities,
  ecsCircuitBreaker,
  ecsContainerInsights,
  ecsEfsIam,
  ecsEfsTls,
  ecsExec,
  ecsHealthCheck,
  ecsHostNetwork,
  ecsHostProcess,
  ecsImagePinned,
  ecsLogging,
  ecsPlatformVersion,
  ecsPrivileged,
  ecsPublicIp,
  ecsReadonlyRoot,
  ecsSecretInEnvironment,
  ecsSingleWriter,
  ecsTwoRoles,
  ecsUser,
  efsAccessPointRoot,
  efsAccessPointUser,
  efsBackup,
  efsEncrypted,
  efsKms,
  efsPolicy,
  efsPublicSubnet,
  elasticacheAtRest,
  elasticacheAuth,
  elasticacheBackup,
  elasticacheFailover,
  elasticacheKms,
  elasticacheSubnets,
  elasticacheTls,
  elasticacheUpgrades,
  elbAccessLogs,
  elbDeletionProtection,
  elbDesync,
  elbDropInvalidHeaders,
  elbHealthCheck,
  elbHealthCheckTls,
  elbListenerTls,
  elbTargetTls,
  elbTlsPolicy,
  elbTwoZones,
  elbWaf,
  iamAccessKey,
  iamAdmin,
  iamAnyResource,
  iamConfusedDeputy,
  iamEscalation,
  iamGithubProvider,
  iamGithubTrust,
  iamManagedAdmin,
  iamPassRole,
  iamServiceWildcard,
  iamTrustPublic,
  kmsDeletionWindow,
  kmsPolicy,
  kmsRotation,
  logKms,
  logOneYear,
  logRetention,
  naclOpen,
  s3AccessLogging,
  s3Encryption,
  s3ForceDestroy,
  s3Kms,
  s3Lifecycle,
  s3Ownership,
  s3PolicyPublic,
  s3PublicAccessBlock,
  s3TlsOnly,
  s3Versioning,
  secretInState,
  secretKms,
  secretRecovery,
  secretRotation,
  sgAdminPort,
  sgDescription,
  sgEgressOpen,
  sgHttpPort,
  sgOpenPort,
  snsEncrypted,
  snsPolicyPublic,
  snsTlsOnly,
  subnetPublicIp,
  vpcDefaultGroup,
  vpcEndpointPolicy,
  vpcFlowLogs,
  wafKnownBadInputs,
  wafLogging,
  wafMetrics,
  wafRules,
];
