import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { localConfigPath } from '../local/proxy-config';
import { synthesizedDocuments } from '../review/documents';
import type { Document } from '../review/mutants/mutant';

/** Everything that is compared with the declaration, as it lies in the repository or comes out of the synthesis. */
export interface Documents {
  /** The compose file, parsed. */
  readonly compose: ComposeFile;
  /** Synthesized stacks. */
  readonly local: Document;
  readonly 'ecs-prod': Document;
  readonly 'gcp-run': Document;
  /** Text files by their paths: the Dockerfiles, and the configuration that the compose file mounts. */
  readonly files: Record<string, string>;
}

/** A compose file, as far as it is read. */
export interface ComposeFile {
  readonly services: Record<string, Record<string, unknown>>;
}

/** Reads and synthesizes all of them. */
export function parityDocuments(): Documents {
  const stacks = synthesizedDocuments();
  const stack = (name: string): Document => {
    const document = stacks.get(name);
    if (!document) throw new Error(`no stack is named ${name}`);
    return document;
  };
  const dockerfiles = readdirSync('services', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('services', name, 'Dockerfile'));
  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as ComposeFile;
  // what only a profile starts is no part of the system
  const started = Object.entries(compose.services).filter(([, service]) => !service.profiles);
  return {
    compose: { services: Object.fromEntries(started) },
    local: stack('local'),
    'ecs-prod': stack('ecs-prod'),
    'gcp-run': stack('gcp-run'),
    files: Object.fromEntries(
      [...dockerfiles, localConfigPath].map((path) => [path, readFileSync(path, 'utf8')]),
    ),
  };
}
