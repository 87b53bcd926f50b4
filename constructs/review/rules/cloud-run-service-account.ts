import { requires, type ReviewRule } from '../rule';

/** A service of Cloud Run has a service account of its own. */
export const cloudRunServiceAccount: ReviewRule = {
  id: 'cloud-run-service-account',
  title: 'a service of Cloud Run has a service account of its own',
  rationale:
    'Without one, a service is the default account of Compute Engine, which may change the whole project in most projects.',
  remedy: "name an account that is made for this service in 'template.service_account'",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/run/docs/securing/service-identity',
  types: ['google_cloud_run_v2_service'],
  check: ({ block }, evidence) => {
    const template = evidence.first(block.template);
    const own =
      template &&
      evidence.isText(
        // an account that the stack makes is known by its reference
        evidence.target(template.service_account)?.address ?? template.service_account,
        (account) => account !== '' && !account.endsWith('-compute@developer.gserviceaccount.com'),
      );
    return requires(own, "'template.service_account' is the default one");
  },
};
