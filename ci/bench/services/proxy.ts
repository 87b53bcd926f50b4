import { RateLimit } from '../../../constructs/core/rate-limit';
import { Route } from '../../../constructs/core/route';
import { renderNginxConfig } from '../../../constructs/nginx/config';
import { ecsPlatform, proxyDirectory, proxyPort } from '../../../constructs/nginx/platform';

/** Ranges that an engine gives its networks: the generator stands where the balancer would. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const upstream = { port: 8080, keepAliveSeconds: 75, protocol: 'http' } as const;

/**
 * The library's configuration of one route to goapp, as behind a balancer that ends TLS. The rate limit is off, since all
 * load comes from one address.
 */
export function renderedConfig(host: string): string {
  return renderNginxConfig({
    routes: [Route.path('/', 'goapp')],
    upstreams: { goapp: { host, ...upstream } },
    platform: ecsPlatform({ trustedProxies: privateRanges, rateLimit: RateLimit.off() }),
  });
}

/** The same configuration with a new HTTP/1.0 connection to the service for each request: nginx's way before 1.29.7. */
export function withoutKeepAlive(rendered: string): string {
  return [
    ['proxy_http_version 1.1;', 'proxy_http_version 1.0;'],
    ['keepalive 32;', 'keepalive 0;'],
    ['set $route_connection "";', 'set $route_connection close;'],
  ].reduce((text, [from = '', to = '']) => {
    if (text.split(from).length !== 2) {
      throw new Error(`the rendered configuration must hold '${from}' once; correct proxy.ts`);
    }
    return text.replace(from, () => to);
  }, rendered);
}

/** What a hand-written access log has: one JSON line per request, many in one write as the library's. */
const accessLog = `log_format request escape=json '{"time":"$time_iso8601","method":"$request_method","path":"$uri","status":$status,"seconds":$request_time,"request_id":"$request_id"}';
  access_log /dev/stdout request buffer=4k flush=1s;`;

/** nginx tuned by hand for this one route and nothing else, with as many workers and idle connections as the library. */
export function bareConfig(access: 'silent' | 'logging', host: string): string {
  return inProcess(`${access === 'logging' ? accessLog : 'access_log off;'}

  upstream goapp {
    server ${host}:${upstream.port};
    keepalive 32;
  }

  server {
    listen ${proxyPort};

    location = /readyz {
      return 200;
    }

    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
      proxy_pass http://goapp;
    }
  }`);
}

/**
 * A stand-in for goapp that answers with its bytes and costs next to nothing. goapp itself needs several times the CPU of
 * the proxy, so that behind it every proxy looks the same.
 */
export function standInConfig(body: string): string {
  return inProcess(`access_log off;
  default_type application/json;

  server {
    listen ${upstream.port};

    location / {
      return 200 '${body.replaceAll('\n', '\\n')}';
    }
  }`);
}

function inProcess(lines: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${proxyDirectory}/temp/${kind};`)
    .join('\n');
  return `daemon off;
worker_processes 2;
pid ${proxyDirectory}/run/nginx.pid;
error_log stderr warn;

events {
  worker_connections 2048;
}

http {
${temporary}
  keepalive_requests 1000;

  ${lines}
}
`;
}
