import type { ReviewRule } from '../rule';
import { artifactRegistryImmutable } from '../rules/artifact-registry-immutable';
import { artifactRegistryKms } from '../rules/artifact-registry-kms';
import { artifactRegistryPublic } from '../rules/artifact-registry-public';
import { cloudRunDeletionProtection } from '../rules/cloud-run-deletion-protection';
import { cloudRunImagePinned } from '../rules/cloud-run-image-pinned';
import { cloudRunIngress } from '../rules/cloud-run-ingress';
import { cloudRunInvoker } from '../rules/cloud-run-invoker';
import { cloudRunLimits } from '../rules/cloud-run-limits';
import { cloudRunMaxInstances } from '../rules/cloud-run-max-instances';
import { cloudRunProbes } from '../rules/cloud-run-probes';
import { cloudRunSecretInEnvironment } from '../rules/cloud-run-secret-in-environment';
import { cloudRunServiceAccount } from '../rules/cloud-run-service-account';
import { cloudRunSingleWriter } from '../rules/cloud-run-single-writer';
import { gcpArmorKnownAttacks } from '../rules/gcp-armor-known-attacks';
import { gcpBackendLogging } from '../rules/gcp-backend-logging';
import { gcpBasicRole } from '../rules/gcp-basic-role';
import { gcpBudgetNotified } from '../rules/gcp-budget-notified';
import { gcpDefaultNetwork } from '../rules/gcp-default-network';
import { gcpDnssec } from '../rules/gcp-dnssec';
import { gcpFirewallLogging } from '../rules/gcp-firewall-logging';
import { gcpFirewallOpen } from '../rules/gcp-firewall-open';
import { gcpGithubBinding } from '../rules/gcp-github-binding';
import { gcpGithubCondition } from '../rules/gcp-github-condition';
import { gcpHttpRedirect } from '../rules/gcp-http-redirect';
import { gcpImpersonation } from '../rules/gcp-impersonation';
import { gcpKmsKept } from '../rules/gcp-kms-kept';
import { gcpKmsPublic } from '../rules/gcp-kms-public';
import { gcpKmsRotation } from '../rules/gcp-kms-rotation';
import { gcpServiceAccountKey } from '../rules/gcp-service-account-key';
import { gcpSslPolicy } from '../rules/gcp-ssl-policy';
import { gcpSubnetFlowLogs } from '../rules/gcp-subnet-flow-logs';
import { gcpSubnetPrivateAccess } from '../rules/gcp-subnet-private-access';
import { gcsAccessLogging } from '../rules/gcs-access-logging';
import { gcsForceDestroy } from '../rules/gcs-force-destroy';
import { gcsPublic } from '../rules/gcs-public';
import { gcsPublicPrevention } from '../rules/gcs-public-prevention';
import { gcsUniformAccess } from '../rules/gcs-uniform-access';
import { gcsVersioning } from '../rules/gcs-versioning';
import { memorystoreAuth } from '../rules/memorystore-auth';
import { memorystoreDeletionProtection } from '../rules/memorystore-deletion-protection';
import { memorystoreTls } from '../rules/memorystore-tls';
import { monitoringChannel } from '../rules/monitoring-channel';
import { monitoringDocumentation } from '../rules/monitoring-documentation';
import { secretManagerPublic } from '../rules/secret-manager-public';

/** Every rule about Google Cloud, by name. */
export const googleRules: readonly ReviewRule[] = [
  artifactRegistryImmutable,
  artifactRegistryKms,
  artifactRegistryPublic,
  cloudRunDeletionProtection,
  cloudRunImagePinned,
  cloudRunIngress,
  cloudRunInvoker,
  cloudRunLimits,
  cloudRunMaxInstances,
  cloudRunProbes,
  cloudRunSecretInEnvironment,
  cloudRunServiceAccount,
  cloudRunSingleWriter,
  gcpArmorKnownAttacks,
  gcpBackendLogging,
  gcpBasicRole,
  gcpBudgetNotified,
  gcpDefaultNetwork,
  gcpDnssec,
  gcpFirewallLogging,
  gcpFirewallOpen,
  gcpGithubBinding,
  gcpGithubCondition,
  gcpHttpRedirect,
  gcpImpersonation,
  gcpKmsKept,
  gcpKmsPublic,
  gcpKmsRotation,
  gcpServiceAccountKey,
  gcpSslPolicy,
  gcpSubnetFlowLogs,
  gcpSubnetPrivateAccess,
  gcsAccessLogging,
  gcsForceDestroy,
  gcsPublic,
  gcsPublicPrevention,
  gcsUniformAccess,
  gcsVersioning,
  memorystoreAuth,
  memorystoreDeletionProtection,
  memorystoreTls,
  monitoringChannel,
  monitoringDocumentation,
  secretManagerPublic,
];
