import { buildImages } from '../images/images';
import { tail } from '../command';
import { reviewSynthesized } from '../review/synthesized';
import { outputFolder, summarize, synthesize } from '../synth/summary';
import { missing, type ToolName, tools } from '../tools';
import { compose, serviceStates } from './compose';
import { isFree, portOf } from './ports';
import { localConfigFor } from './proxy-config';

// npm start: synthesizes every stack and, where an engine runs, brings the system up on this machine
const waitSeconds = 180;
const say = (line: string) => {
  console.log(line);
};

process.once('SIGINT', () => {
  say(
    '\nstopped. Nothing is broken: `npm start` goes on from here, `npm run stop` takes everything down.',
  );
  process.exit(130);
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(): Promise<number> {
  say('1/4  synthesize every stack');
  const synthesis = await synthesize();
  if (synthesis.code !== 0) {
    say(tail(synthesis.output, 40));
    return 1;
  }
  say(summarize());
  const { text, equal } = reviewSynthesized(outputFolder);
  say(
    `\n     before anything is deployed, \`npx slipway review\` proves who can reach whom:\n${text}`,
  );
  if (!equal) return 1;
  await nameMissingTools();
  if ((await missing(['docker'])).length > 0) {
    return process.env.CI === 'true' ? 1 : 0;
  }

  const ports = {
    https: portOf('SLIPWAY_HTTPS_PORT', 8443),
    http: portOf('SLIPWAY_HTTP_PORT', 8080),
  };
  if (!(await portsAreOurs(ports))) return 1;

  say('\n2/4  build the images that are not built yet');
  const failed = await buildImages(say);
  if (failed.length > 0) {
    say(`not built: ${failed.join(', ')}. The output above says why; nothing was started.`);
    return 1;
  }
  return startSystem(ports);
}

interface Ports {
  readonly https: number;
  readonly http: number;
}

async function nameMissingTools(): Promise<void> {
  // the registry is no program, and a machine without a network would wait for its answer
  const programs = (Object.keys(tools) as ToolName[]).filter((name) => name !== 'npmRegistry');
  for (const { name, adds } of await missing(programs)) {
    say(`not present: ${name}. It would add ${adds}.`);
  }
}

/** A port that our own proxy holds is fine: that is a second `npm start`. */
async function portsAreOurs(ports: Ports): Promise<boolean> {
  const running = (await serviceStates()).some(
    ({ service, state }) => service === 'reverse-proxy' && state === 'running',
  );
  if (running) return true;
  const variables = { https: 'SLIPWAY_HTTPS_PORT', http: 'SLIPWAY_HTTP_PORT' } as const;
  let free = true;
  for (const kind of ['https', 'http'] as const) {
    if (await isFree(ports[kind])) continue;
    free = false;
    say(
      `port ${ports[kind]} is taken by another program. Stop that program, or choose another port: ${variables[kind]}=${ports[kind] + 1000} npm start`,
    );
  }
  return free;
}

async function startSystem(ports: Ports): Promise<number> {
  say('\n3/4  start the containers');
  const env = {
    SLIPWAY_NGINX_CONF: localConfigFor(ports.https),
    SLIPWAY_HTTPS_PORT: String(ports.https),
    SLIPWAY_HTTP_PORT: String(ports.http),
  };
  const starting = compose(['up', '--detach', '--no-build', '--remove-orphans', '--wait'], env);
  const shown = showStates();
  const up = await Promise.race([starting, timeout()]);
  clearInterval(shown);
  if (up.code !== 0) {
    say(tail(up.output, 15));
    await showUnhealthy();
    say('`npm run stop` takes everything down; `npm start` tries again.');
    return 1;
  }
  say('\n4/4  running\n');
  say(whereItIs(ports));
  return 0;
}

function timeout(): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve({ code: 1, output: `not healthy after ${waitSeconds} s` });
    }, waitSeconds * 1000).unref();
  });
}

/** Prints a service when what is known of it changes. */
function showStates(): NodeJS.Timeout {
  const last = new Map<string, string>();
  return setInterval(() => {
    void serviceStates().then((states) => {
      for (const { service, state, health } of states) {
        const now = health === '' ? state : health;
        if (last.get(service) !== now) say(`     ${service.padEnd(14)} ${now}`);
        last.set(service, now);
      }
    });
  }, 1000);
}

async function showUnhealthy(): Promise<void> {
  for (const { service, state, health } of await serviceStates()) {
    if (health === 'healthy') continue;
    const logs = await compose(['logs', '--tail', '15', service]);
    say(`${service} is ${health === '' ? state : health}; its last lines:`);
    say(logs.output.replaceAll(/^/gm, '      | '));
  }
}

function whereItIs({ https, http }: Ports): string {
  const base = `https://localhost:${https}`;
  return [
    `webapp     ${base}/`,
    `adminapp   ${base}/admin (asks for a login)`,
    `users-form ${base}/form/`,
    `site-a     ${base}/site-a/`,
    `site-b     ${base}/site-b/`,
    `uptime     ${base}/uptime`,
    `redirect   http://localhost:${http} leads to ${base}`,
    '',
    'login      docker compose exec reverse-proxy cat /var/lib/reverse-proxy/logins/admin-login.txt',
    'logs       docker compose logs --follow',
    'stop       npm run stop',
    '',
    'The certificate was made on this machine, so a browser warns once; curl needs --insecure.',
  ].join('\n');
}
