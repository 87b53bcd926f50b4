import { configVariable, encodeConfig } from '../../../constructs/nginx/payload';
import { proxyPort } from '../../../constructs/nginx/platform';
import { proxyImage, system } from '../../../services/system';
import { imageName } from './image';
import type { Lab, Running } from './lab';
import { bareConfig, renderedConfig, standInConfig, withoutKeepAlive } from './proxy';
import type { Contender } from './throughput';

/** The route that everything is measured on. */
const route = '/users/1';

/** Everything that is loaded. */
export interface Contenders {
  readonly goapp: Contender;
  readonly bareGo: Contender;
  readonly bareGoLogging: Contender;
  readonly proxy: Contender;
  readonly bareProxy: Contender;
  readonly bareProxyLogging: Contender;
  readonly proxyWithoutKeepAlive: Contender;
  readonly proxyToGoapp: Contender;
  readonly bareProxyToGoapp: Contender;
}

/** Starts everything and makes sure that all of it answers with goapp's bytes. */
export async function startContenders(lab: Lab): Promise<Contenders> {
  const image = imageName(system.workloads.goapp.image);
  const goapp = await lab.start({ image, on: 'measured' }, 8080, '/readyz');
  const body = await bodyOf(goapp.url);
  const bareGo = await startBareGo(lab, body);
  const proxies = await startProxies(lab, image, body);
  const contenders = { goapp: contender('goapp', goapp), ...bareGo, ...proxies };
  for (const { name, url } of Object.values(contenders)) {
    const answer = await bodyOf(url.replace(route, ''));
    if (answer !== body) throw new Error(`${name} answers '${answer}' and not as goapp does`);
  }
  return contenders;
}

async function startBareGo(lab: Lab, body: string) {
  const image = await lab.build('ci/bench/services/bare');
  const start = async (more: Readonly<Record<string, string>>) =>
    lab.start({ image, on: 'measured', environment: { BODY: body, ...more } }, 8080, '/healthz');
  return {
    bareGo: contender('bare net/http', await start({})),
    bareGoLogging: contender('bare net/http, logging', await start({ LOG: '1' })),
  };
}

async function startProxies(lab: Lab, goapp: string, body: string) {
  await lab.start({ image: goapp, alias: 'goapp', on: 'rest' }, 8080, '/readyz');
  await startNginx(lab, standInConfig(body), { alias: 'stand-in', on: 'rest', port: 8080 });
  const start = async (name: string, configuration: string) =>
    contender(name, await startNginx(lab, configuration, { on: 'measured', port: proxyPort }));
  const rendered = renderedConfig('stand-in');
  return {
    proxy: await start('proxy', rendered),
    bareProxy: await start('bare nginx', bareConfig('silent', 'stand-in')),
    bareProxyLogging: await start('bare nginx, logging', bareConfig('logging', 'stand-in')),
    proxyWithoutKeepAlive: await start('proxy, HTTP/1.0', withoutKeepAlive(rendered)),
    proxyToGoapp: await start('proxy to goapp', renderedConfig('goapp')),
    bareProxyToGoapp: await start('bare nginx to goapp', bareConfig('logging', 'goapp')),
  };
}

interface NginxPlace {
  readonly alias?: string;
  readonly on: 'measured' | 'rest';
  readonly port: number;
}

/** Every nginx is the proxy's own image, started in the same way. */
function startNginx(lab: Lab, configuration: string, place: NginxPlace): Promise<Running> {
  const { port, ...where } = place;
  const environment = { [configVariable]: encodeConfig(configuration) };
  return lab.start({ image: imageName(proxyImage), environment, ...where }, port, '/readyz');
}

function contender(name: string, { id, url }: Running): Contender {
  return { name, id, url: `${url}${route}` };
}

async function bodyOf(url: string): Promise<string> {
  const answer = await fetch(`${url}${route}`, { headers: { 'x-forwarded-proto': 'https' } });
  if (answer.status !== 200) throw new Error(`${url}${route} answers ${answer.status}`);
  return answer.text();
}
