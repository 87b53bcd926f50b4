import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A name that the package exports. */
export interface Noun {
  /** Folder of the entry, for example `aws`. */
  readonly folder: string;

  /** What a program writes to import it: `@slipway/constructs/aws`. */
  readonly entry: string;

  readonly name: string;

  /** File of the entry's folder that declares it, without its ending. */
  readonly file: string;

  /** What it is in that file. */
  readonly kind: 'construct' | 'class' | 'interface' | 'other';
}

/** Folders of `constructs` that are an entry which a program builds with. */
export const entryFolders = ['core', 'aws', 'gcp', 'docker', 'nginx'];

/** Every name that an entry of the package exports, in the order of the entry. */
export function nounsOf(root: string, folder: string): Noun[] {
  const entry = sourceAt(root, `constructs/${folder}/index.ts`);
  return entry.statements.filter(ts.isExportDeclaration).flatMap((statement) => {
    const { exportClause, moduleSpecifier } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) return [];
    const file = (moduleSpecifier as ts.StringLiteral).text.replace('./', '');
    const source = sourceAt(root, `constructs/${folder}/${file}.ts`);
    return exportClause.elements.map(({ name: { text: name } }) => ({
      ...{ folder, name, file, kind: kindOf(source, name) },
      entry: folder === 'core' ? '@slipway/constructs' : `@slipway/constructs/${folder}`,
    }));
  });
}

function kindOf(source: ts.SourceFile, name: string): Noun['kind'] {
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) return 'interface';
    if (!ts.isClassDeclaration(statement) || statement.name?.text !== name) continue;
    const [parent] = statement.heritageClauses?.[0]?.types ?? [];
    return parent?.expression.getText(source) === 'Construct' ? 'construct' : 'class';
  }
  return 'other';
}

function sourceAt(root: string, path: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    readFileSync(join(root, path), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
}
