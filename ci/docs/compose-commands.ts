/** A service that a command on a page names, and the compose file that must have it. */
export interface NamedService {
  readonly file: string;
  readonly service: string;
}

/** Options that take the word behind them. */
const withValue = new Set(['--tail', '--scale', '--format', '--since', '--timeout', '-t']);

/** The services that a text's `docker compose` commands name. */
export function composeServices(text: string): NamedService[] {
  const command = /\bdocker compose((?: (?:-f|-p|--profile) \S+)*) (\w+)([^\n#|;&<>`'"]*)/g;
  return [...text.matchAll(command)].flatMap(([, options = '', verb = '', rest = '']) => {
    const [, file = 'docker-compose.yml'] = /-f (\S+)/.exec(options) ?? [];
    return servicesOf(verb, plainWords(rest)).map((service) => ({ file, service }));
  });
}

function servicesOf(verb: string, words: readonly string[]): string[] {
  // what follows the service is a command of the container's own
  if (verb === 'exec' || verb === 'run') return words.slice(0, 1);
  if (verb !== 'cp') return [...words];
  return words.flatMap((word) => /^([\w-]+):/.exec(word)?.[1] ?? []);
}

function plainWords(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.filter((word, at) => !word.startsWith('-') && !withValue.has(words[at - 1] ?? ''));
}
