import { grantsIn, isForEveryone } from '../evidence/google-member';
import { not, requires, type ReviewRule } from '../rule';

/** A service of Cloud Run asks who calls. */
export const cloudRunInvoker: ReviewRule = {
  id: 'cloud-run-invoker',
  title: 'a service of Cloud Run asks who calls',
  rationale: 'Whoever knows the address of a service that does not ask may use it.',
  remedy:
    "name the accounts that call, or waive it for the entrance with the premise 'only-way-in'",
  severity: 'high',
  controls: ['CKV_GCP_102'],
  page: 'https://cloud.google.com/run/docs/authenticating/public',
  types: [
    'google_cloud_run_v2_service',
    'google_cloud_run_v2_service_iam_member',
    'google_cloud_run_v2_service_iam_binding',
    'google_cloud_run_v2_service_iam_policy',
    'google_cloud_run_service_iam_member',
    'google_cloud_run_service_iam_binding',
    'google_cloud_run_service_iam_policy',
  ],
  check: (resource, evidence) =>
    resource.type === 'google_cloud_run_v2_service'
      ? requires(
          not(evidence.isTrue(resource.block.invoker_iam_disabled)),
          "'invoker_iam_disabled' is true",
        )
      : grantsIn(resource, evidence).flatMap((grant) =>
          requires(not(isForEveryone(grant, evidence)), 'everyone may invoke it'),
        ),
};
