import { nginxText } from '../../constructs/review/environment';
import type { Block, Document } from '../review/mutants/mutant';

/** One container of a revision, as far as it is read. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly value_source?: unknown;
  }[];
  readonly ports?: { readonly container_port?: number };
  readonly liveness_probe?: Probe;
  readonly startup_probe?: Probe;
  readonly resources?: { readonly limits?: { readonly memory?: string } };
  readonly volume_mounts?: readonly { readonly name: string; readonly mount_path: string }[];
}

/** One probe of a container. */
export interface Probe {
  readonly failure_threshold?: number;
  readonly http_get?: { readonly path?: string };
}

/** One service with its parts at hand. */
export interface Service {
  readonly name: string;
  /** Terraform's address, without an attribute. */
  readonly address: string;
  readonly block: Block;
  readonly template: {
    readonly volumes?: readonly { readonly name: string }[];
    readonly vpc_access?: {
      readonly network_interfaces?: readonly { readonly tags?: readonly string[] }[];
    };
  };
  /** The container that has the port. */
  readonly main: Container | undefined;
  readonly containers: readonly Container[];
  /** Address of the account that it has. */
  readonly account: string;
}

/** The services of a stack. */
export function servicesOf(document: Document, prefix: string): Service[] {
  return Object.entries(document.resource.google_cloud_run_v2_service ?? {}).map(([id, block]) => {
    const template = block.template as Service['template'] & {
      readonly containers: readonly Container[];
      readonly service_account?: string;
    };
    const { containers, service_account: account = '' } = template;
    return {
      name: String(block.name).slice(prefix.length),
      address: `google_cloud_run_v2_service.${id}`,
      block,
      template,
      main: containers.find(({ ports }) => ports !== undefined),
      containers,
      account: /google_service_account\.[^.}]+/.exec(account)?.[0] ?? '',
    };
  });
}

/**
 * What the sidecars of a service lead to: port on localhost, and address of the callee. A configuration tells the port
 * and the callee's name in one block, and a variable named after the callee holds its address.
 */
export function sidecarCallees({
  main,
  containers,
}: Service): { readonly localPort: string; readonly address: string }[] {
  return containers
    .filter((container) => container !== main)
    .flatMap(({ env = [] }) => {
      const text = env.map(({ value }) => nginxText(value ?? '')).join('\n');
      const origins = env.flatMap(({ name, value = '' }) => {
        const [, word] = /^ORIGIN_(\w+)$/.exec(name) ?? [];
        const [address] = /google_cloud_run_v2_service\.[^.}]+/.exec(value) ?? [];
        return word && address ? [{ word: word.toLowerCase().replaceAll('_', '-'), address }] : [];
      });
      const ports = [...new Set([...text.matchAll(/\b(\d{5})\b/g)].map(([port]) => port))];
      return ports.flatMap((localPort) => {
        const address = longest(origins, enclosingBlock(text, localPort));
        return address === undefined ? [] : [{ localPort, address }];
      });
    });
}

/** The address of the callee that a text names; of `users` and `users-api` the longer one. */
function longest(
  origins: readonly { readonly word: string; readonly address: string }[],
  text: string,
): string | undefined {
  const plain = text.toLowerCase().replaceAll('_', '-');
  return origins
    .filter(({ word }) => new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`).test(plain))
    .sort((a, b) => b.word.length - a.word.length)[0]?.address;
}

/** The text between the innermost braces around a word. */
function enclosingBlock(text: string, word: string): string {
  const at = text.search(new RegExp(`\\b${word}\\b`));
  let depth = 0;
  let start = at;
  for (; start > 0; start--) {
    const sign = text[start - 1];
    if (sign === '}') depth++;
    else if (sign === '{' && depth-- === 0) break;
  }
  depth = 0;
  let end = at;
  for (; end < text.length; end++) {
    if (text[end] === '{') depth++;
    else if (text[end] === '}' && depth-- === 0) break;
  }
  return text.slice(start, end);
}
