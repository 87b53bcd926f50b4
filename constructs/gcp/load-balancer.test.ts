import { RateLimit } from '../core/rate-limit';
import { Route } from '../core/route';
import type { LoadBalancerProps } from './load-balancer';
import { balancerWith, required } from './load-balancer.fixture';

interface PolicyRule {
  readonly priority: number;
  readonly action: string;
  readonly preview: boolean;
  readonly rate_limit_options?: { readonly rate_limit_threshold: unknown };
  readonly match: { readonly expr?: { readonly expression: string } };
}

const rulesOf = (props: Partial<LoadBalancerProps>) =>
  balancerWith(props).one('google_compute_security_policy').rule as readonly PolicyRule[];

describe('LoadBalancer', () => {
  describe('with only what is required and one route', () => {
    const stack = balancerWith();

    it('creates one entrance to one service', () => {
      expect(stack.counts()).toEqual({
        google_cloud_run_v2_service: 1,
        google_compute_backend_service: 1,
        google_compute_global_address: 1,
        google_compute_global_forwarding_rule: 2,
        google_compute_managed_ssl_certificate: 1,
        google_compute_region_network_endpoint_group: 1,
        google_compute_security_policy: 1,
        google_compute_ssl_policy: 1,
        google_compute_target_http_proxy: 1,
        google_compute_target_https_proxy: 1,
        google_compute_url_map: 2,
        google_dns_record_set: 1,
        google_service_account: 1,
      });
    });

    it('listens on 443 and 80 of one address, with the scheme written', () => {
      const rules = stack.all('google_compute_global_forwarding_rule');

      expect(rules.map((rule) => rule.port_range).sort()).toEqual(['443', '80']);
      for (const rule of rules) {
        expect(rule).toMatchObject({
          load_balancing_scheme: 'EXTERNAL_MANAGED',
          network_tier: 'PREMIUM',
          ip_protocol: 'TCP',
          ip_address: expect.stringMatching(
            /^\$\{google_compute_global_address\..+\.id\}$/,
          ) as string,
        });
      }
    });

    it('negotiates TLS 1.2 or newer, and repeats no request', () => {
      expect(stack.one('google_compute_ssl_policy')).toMatchObject({
        profile: 'MODERN',
        min_tls_version: 'TLS_1_2',
        custom_features: [],
      });
      expect(stack.one('google_compute_target_https_proxy')).toMatchObject({
        ssl_policy: expect.stringMatching(/^\$\{google_compute_ssl_policy\./) as string,
        tls_early_data: 'DISABLED',
        quic_override: 'NONE',
        http_keep_alive_timeout_sec: 610,
      });
    });

    it('only redirects on port 80, to the same place', () => {
      const { url_map: map } = stack.one('google_compute_target_http_proxy');
      const redirect = stack.where('google_compute_url_map', 'name', 'prod-public-redirect');

      expect(map).toMatch(/google_compute_url_map\.LoadBalancer_Listeners_Redirect_\w+\.id/);
      expect(redirect.default_url_redirect).toEqual({
        https_redirect: true,
        redirect_response_code: 'MOVED_PERMANENTLY_DEFAULT',
        strip_query: false,
      });
      expect(redirect).not.toHaveProperty('default_service');
    });

    it('proves its name with a certificate of its own', () => {
      expect(stack.one('google_compute_managed_ssl_certificate')).toMatchObject({
        name: expect.stringMatching(/^prod-public-[0-9a-f]{8}$/) as string,
        managed: { domains: ['app.example.org'] },
        lifecycle: { create_before_destroy: true },
      });
    });

    it('leads the name to its address', () => {
      expect(stack.one('google_dns_record_set')).toMatchObject({
        managed_zone: 'example-org',
        name: 'app.example.org.',
        type: 'A',
        rrdatas: [
          expect.stringMatching(/^\$\{google_compute_global_address\..+\.address\}$/) as string,
        ],
      });
    });

    it('notes every request of a backend that only Cloud Run stands behind', () => {
      expect(stack.one('google_compute_backend_service')).toMatchObject({
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        protocol: 'HTTPS',
        session_affinity: 'NONE',
        enable_cdn: false,
        compression_mode: 'DISABLED',
        iap: { enabled: false },
        log_config: { enable: true, sample_rate: 1, optional_mode: 'EXCLUDE_ALL_OPTIONAL' },
        security_policy: expect.stringMatching(/^\$\{google_compute_security_policy\./) as string,
      });
    });

    it('says nothing of a timeout, which Google refuses for Cloud Run', () => {
      expect(stack.one('google_compute_backend_service')).not.toHaveProperty('timeout_sec');
    });

    it('keeps its address', () => {
      expect(stack.one('google_compute_global_address')).toMatchObject({
        name: 'prod-public',
        address_type: 'EXTERNAL',
        ip_version: 'IPV4',
        lifecycle: { prevent_destroy: true },
      });
    });

    it('puts a new one beside whatever must be replaced', () => {
      const replaced = [
        'google_compute_backend_service',
        'google_compute_managed_ssl_certificate',
        'google_compute_region_network_endpoint_group',
        'google_compute_target_http_proxy',
        'google_compute_target_https_proxy',
      ].map((type) => stack.one(type));

      for (const { name, lifecycle } of replaced) {
        expect(name).toMatch(/^prod-public-.*[0-9a-f]{8}$/);
        expect(lifecycle).toEqual({ create_before_destroy: true });
      }
    });
  });

  describe('its policy', () => {
    it('counts each address for a minute, over all instances', () => {
      const counts = rulesOf({}).filter(({ action }) => action === 'throttle');

      expect(counts).toEqual([
        expect.objectContaining({
          priority: 2000,
          preview: false,
          rate_limit_options: {
            conform_action: 'allow',
            exceed_action: 'deny(429)',
            enforce_on_key: 'IP',
            rate_limit_threshold: { count: 6400, interval_sec: 60 },
          },
        }),
      ]);
    });

    it('only notes what the ready-made rules would refuse', () => {
      const managed = rulesOf({}).filter(({ match }) => match.expr);

      expect(managed.map(({ action, preview }) => [action, preview])).toEqual([
        ['deny(403)', true],
        ['deny(403)', true],
      ]);
      expect(managed.map(({ match }) => match.expr?.expression).join()).toContain(
        "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})",
      );
      // Google evaluates at most five in one rule
      for (const { match } of managed) {
        expect(match.expr?.expression.split(' || ').length).toBeLessThanOrEqual(5);
      }
    });

    it('asks them before it counts, since whoever is within the bound is let in at once', () => {
      const priorities = rulesOf({ managedRules: 'enforce' }).map(({ priority }) => priority);

      expect(priorities).toEqual([1000, 1001, 2000, 2147483647]);
    });

    it('lets in everyone else', () => {
      expect(rulesOf({}).at(-1)).toMatchObject({ priority: 2147483647, action: 'allow' });
    });

    it('enforces them, or has none, where asked', () => {
      const enforced = rulesOf({ managedRules: 'enforce' }).filter(({ match }) => match.expr);

      expect(enforced.map(({ preview }) => preview)).toEqual([false, false]);
      expect(rulesOf({ managedRules: 'off' }).filter(({ match }) => match.expr)).toEqual([]);
    });

    it('counts otherwise, or not at all, where asked', () => {
      const rateLimit = RateLimit.perClient({ requestsPerSecond: 1, burst: 0 });
      const [first] = rulesOf({ rateLimit, managedRules: 'off' });

      expect(first?.rate_limit_options?.rate_limit_threshold).toEqual({
        count: 60,
        interval_sec: 60,
      });
      expect(rulesOf({ rateLimit: RateLimit.off(), managedRules: 'off' })).toHaveLength(1);
    });

    it.each([true, false])('says whether it learns: %s', (adaptiveProtection) => {
      const policy = balancerWith({ adaptiveProtection }).one('google_compute_security_policy');

      expect(policy.adaptive_protection_config).toEqual({
        layer_7_ddos_defense_config: { enable: adaptiveProtection, rule_visibility: 'STANDARD' },
      });
    });
  });

  describe('other props', () => {
    it('is called something else where asked', () => {
      const stack = balancerWith({ name: 'partners' });

      expect(stack.one('google_compute_security_policy').name).toBe('prod-partners');
    });

    it('notes fewer requests, or none, where asked', () => {
      const logOf = (logSamplePercent: number) =>
        balancerWith({ logSamplePercent }).one('google_compute_backend_service').log_config;

      expect(logOf(5)).toMatchObject({ enable: true, sample_rate: 0.05 });
      expect(logOf(0)).toEqual({ enable: false });
    });

    it('can be thrown away where asked', () => {
      const stack = balancerWith({ deletionProtection: false });

      expect(stack.one('google_compute_global_address').lifecycle).toEqual({
        prevent_destroy: false,
      });
    });

    it('negotiates less where asked', () => {
      const stack = balancerWith({ tlsPolicy: 'RESTRICTED' });

      expect(stack.one('google_compute_ssl_policy').profile).toBe('RESTRICTED');
    });

    it('takes certificates from a map where asked', () => {
      const certificateMapId =
        '//certificatemanager.googleapis.com/projects/p/locations/global/certificateMaps/main';
      const stack = balancerWith({ certificateMapId });

      expect(stack.all('google_compute_managed_ssl_certificate')).toEqual([]);
      expect(stack.one('google_compute_target_https_proxy')).toMatchObject({
        certificate_map: certificateMapId,
      });
    });

    it('has a certificate and a record for each further name, and never touches the others', () => {
      const name = (props: Partial<LoadBalancerProps>) =>
        balancerWith(props)
          .all('google_compute_managed_ssl_certificate')
          .map((one) => one.name);
      const domain = { ...required.domain, alternativeNames: ['www.example.org', 'example.org'] };
      const stack = balancerWith({ domain });

      expect(stack.all('google_dns_record_set')).toHaveLength(3);
      expect(stack.one('google_compute_target_https_proxy').ssl_certificates).toHaveLength(3);
      expect(name({ domain })).toEqual(expect.arrayContaining(name({})));
    });

    it('makes no record where the zone is elsewhere', () => {
      const stack = balancerWith({ domain: { name: 'app.example.org' } });

      expect(stack.all('google_dns_record_set')).toEqual([]);
    });

    it('finds a zone by another name where told', () => {
      const domain = { ...required.domain, managedZone: 'main' };

      expect(balancerWith({ domain }).one('google_dns_record_set').managed_zone).toBe('main');
    });
  });

  it('tells its URL', () => {
    const told: string[] = [];
    balancerWith({}, (balancer, behind) => {
      balancer.addRoute(Route.path('/'), behind('Web'));
      told.push(balancer.url, balancer.urlMapName);
    });

    expect(told).toEqual(['https://app.example.org', 'prod-public']);
  });

  it.each<[Partial<LoadBalancerProps>, RegExp]>([
    [{ environment: 'Prod' }, /'environment' must start with a letter .* got 'Prod'/],
    [{ name: 'public_' }, /'name' must start with a letter .* got 'public_'/],
    [{ name: 'n'.repeat(44) }, /makes the load balancer name .* has 64 characters of at most 63/],
    [{ projectId: 'My Project' }, /'projectId' must be the id of a project/],
    [{ logSamplePercent: 101 }, /'logSamplePercent' must be a number from 0 to 100, got 101/],
    [{ certificateMapId: 'main' }, /'certificateMapId' must be the full name .* got 'main'/],
    [
      { rateLimit: RateLimit.perClient({ requestsPerSecond: 20_000, burst: 0 }) },
      /'rateLimit' allows 1200000 requests in 60 s, and Cloud Armor counts to 1000000/,
    ],
    [
      { domain: { name: 'App.example.org' } },
      /'domain' needs plain lower-case host names, got 'App.example.org'/,
    ],
    [
      { domain: { name: '*.example.org' } },
      /'domain' needs plain lower-case host names, got '\*.example.org'/,
    ],
    [
      { domain: { name: 'notexample.org', zoneName: 'example.org' } },
      /'domain' has 'notexample.org' outside of its zone 'example.org'/,
    ],
    [
      { domain: { name: `${'a'.repeat(60)}.example.org` } },
      /with 72 characters, and a certificate takes at most 63/,
    ],
    [
      { domain: { ...required.domain, alternativeNames: ['app.example.org'] } },
      /'domain' has 'app.example.org' twice/,
    ],
    [
      { domain: { name: 'app.example.org', managedZone: 'main' } },
      /'domain.managedZone' is set, but 'domain.zoneName' is not/,
    ],
    [
      { domain: { ...required.domain, managedZone: 'example.org' } },
      /'domain.managedZone' must be what Cloud DNS calls the zone, got 'example.org'/,
    ],
    [
      { domain: { name: 'a.org', alternativeNames: names(15) } },
      /has 16 host names, and a load balancer takes at most 15/,
    ],
  ])('fails when the props are %j', (props, message) => {
    expect(() => balancerWith(props)).toThrow(message);
  });

  it('accepts the longest name, and as many host names as there may be', () => {
    const domain = { name: 'a.org', alternativeNames: names(14) };

    expect(() => balancerWith({ name: 'n'.repeat(43), domain })).not.toThrow();
  });
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `n${at}.example.org`);
}
