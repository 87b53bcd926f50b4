import { block, map, paragraphs } from './block';
import { ownPathPrefix } from './error-page';
import type { ProxyPlatform } from './platform';

/** Paths that the proxy answers itself, on plain HTTP too: a balancer probes without TLS and follows no redirect. */
export const ownPaths = ['/healthz', '/readyz'] as const;

/** Who the client is and how it came: its address and scheme as far as a trusted hop tells, and what is redirected. */
export function clientLines(platform: ProxyPlatform): string[] {
  if (platform.listeners === 'https-self-signed') {
    return map('$scheme', '$client_scheme', [['default', '$scheme']]);
  }
  const trusted = [...new Set(platform.trustedProxies)].sort();
  return paragraphs(
    [
      ...trusted.map((range) => `set_real_ip_from ${range};`),
      `real_ip_header ${platform.clientAddressHeader};`,
      `real_ip_recursive ${platform.clientAddressEntry === 'last-untrusted' ? 'on' : 'off'};`,
    ],
    block('geo $realip_remote_addr $from_trusted_proxy', [
      // for nginx the range of all addresses is the default itself
      ...(trusted.some((range) => range.endsWith('/0')) ? [] : ['default 0;']),
      ...trusted.map((range) => `${range} 1;`),
    ]),
    map(`"$from_trusted_proxy ${headerVariable(platform.schemeHeader)}"`, '$client_scheme', [
      ['"1 https"', 'https'],
      ['default', 'http'],
    ]),
  );
}

/**
 * Which requests are sent to HTTPS: those that came without it, other than to the proxy's own pages. The second map is
 * asked for those alone, so that all others pass without a regular expression.
 */
export function redirectMap(): string[] {
  const own = `(${ownPaths.join('|')}|${ownPathPrefix.replace('.', '\\.')}/.*)`;
  return paragraphs(
    map('$client_scheme', '$redirect_to_https', [
      ['https', '0'],
      ['default', '$is_public_path'],
    ]),
    map('$uri', '$is_public_path', [
      [`"~^${own}$"`, '0'],
      ['default', '1'],
    ]),
  );
}

/** The redirect itself. 308 keeps method and body. */
export function redirectLines({ publicPort }: ProxyPlatform): string[] {
  const port = publicPort === 443 ? '' : `:${publicPort}`;
  return block('if ($redirect_to_https)', [`return 308 https://$host${port}$request_uri;`]);
}

/** nginx's variable of a request header. */
function headerVariable(name: string): string {
  return `$http_${name.toLowerCase().replaceAll('-', '_')}`;
}
