import { block } from './block';
import type { ProxyPlatform } from './platform';

/** What loads the program that turns nginx's own counters into metrics; modules stand before everything else. */
export function metricsModuleLines({ metricsPort }: ProxyPlatform): string[] {
  if (metricsPort === undefined) return [];
  return ['load_module /usr/lib/nginx/modules/ngx_http_js_module.so;'];
}

/** Where that program is. */
export function metricsProgramLines({ metricsPort }: ProxyPlatform): string[] {
  if (metricsPort === undefined) return [];
  return ['js_path /usr/local/share/reverse-proxy;', 'js_import metrics from metrics.js;'];
}

/** The listener of the metrics, on a port that no public one leads to. */
export function metricsServer({ metricsPort }: ProxyPlatform): string[] {
  if (metricsPort === undefined) return [];
  return block('server', [
    `listen ${metricsPort};`,
    'access_log off;',
    // the pages of the public listeners are not here
    'error_page 404 = @nothing;',
    ...block('location = /metrics', ['js_content metrics.serve;']),
    ...block('location = /.counters', ['internal;', 'stub_status;']),
    ...block('location /', ['return 404;']),
    ...block('location @nothing', [
      'default_type text/plain;',
      "return 404 'metrics are at /metrics\\n';",
    ]),
  ]);
}
