import type { Subject } from './promql';

/**
 * Entries of the platform about containers that ended though nobody stopped them: with an error, by a signal, or since
 * they used more memory than they may.
 *
 * @see https://cloud.google.com/run/docs/troubleshooting
 */
export function failedEnds(subject: Subject): string {
  return lines(
    subject,
    'log_id("run.googleapis.com/varlog/system")',
    'textPayload=~"Container called exit[(][^0)]|Container terminated on signal|Memory limit of .* exceeded"',
  );
}

/** Entries of the audit log about revisions that never became ready. The old one goes on serving. */
export function failedDeployments(subject: Subject): string {
  return lines(
    subject,
    'severity=ERROR',
    'protoPayload.status.message:"Ready condition status changed to False"',
    'protoPayload.response.kind="Revision"',
  );
}

/** What the services themselves wrote. */
export function serviceLogs(subject: Subject, ...more: string[]): string {
  return lines(subject, ...more);
}

function lines({ location, serviceNames }: Subject, ...more: readonly string[]): string {
  return [
    'resource.type="cloud_run_revision"',
    `resource.labels.location="${location}"`,
    `resource.labels.service_name=~"^(${serviceNames.join('|')})$"`,
    ...more,
  ].join('\n');
}
