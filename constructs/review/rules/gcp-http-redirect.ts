import { every, requires, type ReviewRule } from '../rule';

/** A balancer of Google on plain HTTP does nothing but send callers to HTTPS. */
export const gcpHttpRedirect: ReviewRule = {
  id: 'gcp-http-redirect',
  title: 'a balancer of Google on plain HTTP does nothing but send callers to HTTPS',
  rationale:
    'Passwords and cookies on plain HTTP are read, and pages changed, by whoever is in between.',
  remedy: "name a URL map whose 'default_url_redirect' sets 'https_redirect'",
  severity: 'high',
  controls: ['CKV2_GCP_38'],
  page: 'https://cloud.google.com/load-balancing/docs/https/setting-up-http-https-redirect',
  types: ['google_compute_target_http_proxy'],
  check: ({ block }, evidence) => {
    const map = evidence.target(block.url_map)?.block;
    const redirect = map && evidence.first(map.default_url_redirect);
    const kept =
      map &&
      redirect &&
      every([
        evidence.isTrue(redirect.https_redirect),
        map.default_service === undefined,
        evidence.model.list(map.path_matcher)?.length === 0,
      ]);
    return requires(kept, 'it answers on plain HTTP');
  },
};
