import type { JsonObject } from '../eventbridge/pattern';
import type { DeploymentNews, Scenario } from '../world';

/**
 * What Cloud Run writes into the audit log of a deployment, in the shape of entries that others have published: one of the
 * revision, and one of its service, which look alike.
 *
 * @see https://cloud.google.com/run/docs/logging#log-types
 * @see https://github.com/chainguard-dev/terraform-infra-common/pull/222
 */
export function deploymentEntries(
  { subject }: Pick<Scenario, 'subject'>,
  { state, cause, elsewhere = false }: DeploymentNews,
): JsonObject[] {
  // it watches no alarm: a revision that starts is ready
  if (state === 'begins' || cause === 'alarm') return [];
  // the other system has names that begin like ours
  const service = elsewhere ? `prod-${subject}-blue` : `prod-${subject}`;
  const revision = `${service}-00002-abc`;
  return [entry('Revision', revision), entry('Service', service)];

  function entry(kind: 'Revision' | 'Service', name: string): JsonObject {
    const failed = state === 'fails';
    const status = {
      ...(failed ? { code: 9 } : {}),
      message: `Ready condition status changed to ${failed ? 'False' : 'True'} for ${kind} ${name} with message: ${failed ? 'The user-provided container failed to start' : 'Deploying revision succeeded'}`,
    };
    return {
      protoPayload: {
        '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
        status,
        serviceName: 'run.googleapis.com',
        methodName: '/Services.ReplaceService',
        resourceName: `namespaces/set-slipway-gcp-project/${kind.toLowerCase()}s/${name}`,
        response: { apiVersion: 'serving.knative.dev/v1', kind },
      },
      resource: {
        type: 'cloud_run_revision',
        labels: { location: 'us-central1', service_name: service, revision_name: revision },
      },
      severity: failed ? 'ERROR' : 'INFO',
      logName: 'projects/set-slipway-gcp-project/logs/cloudaudit.googleapis.com%2Fsystem_event',
    };
  }
}
