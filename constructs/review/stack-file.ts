import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { shown, throwProblems } from '../core/validation';
import { isObject } from './model';

/** A synthesized stack on disk. */
export interface StackFile {
  /** Name of the stack: the folder that it was synthesized into. */
  readonly name: string;

  /** Where it was read. */
  readonly path: string;

  /** Its content. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** The file that CDK for Terraform writes for each stack. */
export const stackFileName = 'cdk.tf.json';

/**
 * Reads every stack below a folder of synthesized output, the one stack of a stack's own folder, or one file.
 *
 * @throws ValidationError with every file that cannot be reviewed, each with the reason
 */
export function readStacks(path: string): StackFile[] {
  const problems: string[] = [];
  const files = stackFilesIn(path, problems);
  const stacks = files.flatMap((file) => readStack(file, problems) ?? []);
  throwProblems('the input of review', problems);
  return stacks.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function stackFilesIn(path: string, problems: string[]): string[] {
  const kind = kindOf(path);
  if (kind === 'missing') {
    problems.push(
      `${shown(path)} does not exist; synthesize first, or name the folder with the stacks`,
    );
    return [];
  }
  if (kind === 'file') return [path];
  const own = join(path, stackFileName);
  if (existsSync(own)) return [own];
  // the output, its folder of stacks, or the project that has the output
  const places = [join(path, 'stacks'), path, join(path, 'cdktf.out', 'stacks')];
  const files = places.map(filesBelow).find((found) => found.length > 0);
  if (!files) problems.push(emptyFolderProblem(path));
  return files ?? [];
}

function filesBelow(folder: string): string[] {
  return namesIn(folder)
    .map((name) => join(folder, name, stackFileName))
    .filter((file) => existsSync(file));
}

function kindOf(path: string): 'missing' | 'file' | 'folder' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function emptyFolderProblem(path: string): string {
  const names = namesIn(path);
  const stacks = namesIn(join(path, 'stacks'));
  const hcl = [
    ...names,
    ...stacks.flatMap((stack) =>
      namesIn(join(path, 'stacks', stack)).map((name) => join('stacks', stack, name)),
    ),
  ].find((name) => name.endsWith('.tf'));
  if (hcl !== undefined) {
    return `${shown(path)} holds HCL (${shown(hcl)}), which review does not read; it reads the ${stackFileName} that CDK for Terraform synthesizes`;
  }
  const other = names.find((name) => name.endsWith('.tf.json'));
  if (other !== undefined) {
    return `${shown(path)} holds ${shown(other)} and no ${stackFileName}; name the file itself`;
  }
  const what = names.length === 0 ? 'is empty' : `holds no ${stackFileName}`;
  return `${shown(path)} ${what}; synthesize first, or name the folder with the stacks`;
}

function readStack(path: string, problems: string[]): StackFile | undefined {
  const content = contentOf(path, problems);
  if (content === undefined) return undefined;
  const problem = kindProblem(path, content);
  if (problem !== undefined) {
    problems.push(problem);
    return undefined;
  }
  const document = parse(path, content.toString('utf8'), problems);
  if (document === undefined) return undefined;
  const strange = documentProblem(path, document);
  if (strange !== undefined || !isObject(document)) {
    problems.push(strange ?? `${shown(path)} is no Terraform configuration`);
    return undefined;
  }
  return { name: nameOf(path), path, document };
}

function contentOf(path: string, problems: string[]): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    problems.push(`${shown(path)} cannot be read (${code}); check its permissions`);
    return undefined;
  }
}

/** What can be told from the name and the first bytes. */
function kindProblem(path: string, content: Buffer): string | undefined {
  const reads = `review reads the ${stackFileName} that CDK for Terraform synthesizes`;
  if (content.subarray(0, 2).toString('latin1') === 'PK') {
    return `${shown(path)} is a saved plan; ${reads}, before anything is planned`;
  }
  if (['.tf', '.hcl', '.tfvars'].includes(extname(path))) {
    return `${shown(path)} is HCL; ${reads}`;
  }
  return content.length === 0 ? `${shown(path)} is empty; synthesize it again` : undefined;
}

function parse(path: string, text: string, problems: string[]): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push(`${shown(path)} is not JSON (${reason}); synthesize it again`);
    return undefined;
  }
}

/** JSON that is something else than a configuration. */
function documentProblem(path: string, document: unknown): string | undefined {
  if (!isObject(document)) {
    const kind = Array.isArray(document) ? 'a list' : JSON.stringify(document);
    return `${shown(path)} is ${kind} where a Terraform configuration is an object; synthesize it again`;
  }
  if ('planned_values' in document || 'resource_changes' in document) {
    return `${shown(path)} is a plan; review reads the configuration (${stackFileName}), before anything is planned`;
  }
  const isShown = 'values' in document && 'terraform_version' in document;
  if (isShown || 'lineage' in document || ('serial' in document && 'resources' in document)) {
    return `${shown(path)} is a state; review reads the configuration (${stackFileName})`;
  }
  const known = ['resource', 'data', 'terraform', 'provider', 'output', 'variable', 'module', '//'];
  if (known.some((section) => section in document) || Object.keys(document).length === 0) {
    return undefined;
  }
  return `${shown(path)} has no section that Terraform knows; name a ${stackFileName}`;
}

function nameOf(path: string): string {
  const file = basename(path);
  if (file !== stackFileName) return file.replace(/\.tf\.json$|\.json$/, '');
  const folder = basename(dirname(path));
  return folder === '.' || folder === '' ? stackFileName : folder;
}
