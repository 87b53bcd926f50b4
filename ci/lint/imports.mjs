import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Which other folders of the library each of them may import: the arrows of the architecture. */
const mayImport = {
  core: [],
  nginx: ['core'],
  aws: ['core', 'nginx'],
  gcp: ['core', 'nginx'],
  docker: ['core', 'nginx'],
  review: ['core'],
};

const bindings = /^@cdktf\/provider-[^/]+(?:\/(?<path>.*))?$/;

/** @type {import('eslint').Rule.RuleModule} */
export const imports = {
  meta: {
    type: 'problem',
    docs: { description: 'keep the arrows between the folders and the packages they may use' },
    schema: [],
    messages: {
      direction: "'{{from}}' must not import '{{to}}'; it may import {{allowed}}",
      folder: "'{{from}}' has no row in the table of ci/lint/imports.mjs; add what it may import",
      barrel: "'{{source}}' is an entry file; import the file that declares the name",
      reexport: 'only the entry file index.ts of a folder exports what other files declare',
      bindings: "'{{source}}' loads every resource; import '@cdktf/provider-<name>/lib/<resource>'",
      internal: "'{{source}}' is internal to cdktf; only ci/jest may touch it",
      review: "'{{source}}' makes constructs; review reads JSON, whoever made it",
    },
    defaultOptions: [],
  },
  create(context) {
    const file = inProject(context.filename, context.cwd);
    const check = (node, source) => {
      if (typeof source !== 'string') return;
      const found = source.startsWith('.')
        ? relativeProblem(file, inProject(join(dirname(context.filename), source), context.cwd))
        : packageProblem(file, source);
      if (found) context.report({ node, messageId: found.messageId, data: { source, ...found } });
    };
    const checkExport = (node) => {
      if (!node.source) return;
      if (folderOf(file).startsWith('constructs') && !file.endsWith('/index.ts')) {
        context.report({ node, messageId: 'reexport' });
      }
      check(node, node.source.value);
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
      TSImportType: (node) => check(node, node.source.value),
      TSExternalModuleReference: (node) => check(node, node.expression.value),
      'CallExpression[callee.name="require"]': (node) => check(node, node.arguments[0]?.value),
      'CallExpression[callee.object.name="jest"]': (node) => check(node, node.arguments[0]?.value),
      ExportNamedDeclaration: checkExport,
      ExportAllDeclaration: checkExport,
    };
  },
};

function packageProblem(file, source) {
  const binding = bindings.exec(source);
  const deep = /^lib\/(?!index$|lazy-index$)[a-z0-9-]+$/;
  if (binding && !deep.test(binding.groups.path ?? '')) return { messageId: 'bindings' };
  if (source.startsWith('cdktf/') && !file.startsWith('ci/jest/')) return { messageId: 'internal' };
  const makesConstructs = binding || source === 'cdktf' || source === 'constructs';
  if (folderOf(file) === 'constructs/review' && makesConstructs) return { messageId: 'review' };
  return undefined;
}

function relativeProblem(file, target) {
  const from = folderOf(file);
  const to = folderOf(target);
  if (from === 'services' && to !== from && to !== 'constructs/core') {
    return { messageId: 'direction', from, to, allowed: 'constructs/core' };
  }
  if (!from.startsWith('constructs/')) return undefined;
  const allowed = mayImport[from.slice('constructs/'.length)];
  if (!allowed) return { messageId: 'folder', from };
  const folders = allowed.map((name) => `constructs/${name}`);
  if (to !== from && !folders.includes(to)) {
    return { messageId: 'direction', from, to, allowed: folders.join(', ') || 'no other folder' };
  }
  return isBarrel(target) ? { messageId: 'barrel' } : undefined;
}

/** The library's own folder of a path, such as constructs/aws, or the top folder of any other path. */
function folderOf(path) {
  const [top, below, ...rest] = path.split('/');
  const inLibrary = top === 'constructs' && below !== undefined;
  return inLibrary && (rest.length > 0 || !below.includes('.')) ? `${top}/${below}` : top;
}

/** Tells an entry file, however it is written: `./index`, `.`, `../core`. */
function isBarrel(target) {
  if (/(^|\/)index(\.[jt]s)?$/.test(target) || /^constructs\/[^/.]+$/.test(target)) return true;
  return existsSync(join(target, 'index.ts')) && !existsSync(`${target}.ts`);
}

function inProject(path, root) {
  return relative(root, path).split(sep).join('/');
}
