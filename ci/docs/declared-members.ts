import { join } from 'node:path';
import ts from 'typescript';

/** The members of the interfaces and classes that some entries of the package export, inherited and static ones too. */
export function declaredMembers(
  root: string,
  entries: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = entries.map((entry) => join(root, entry));
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const found = new Map<string, ReadonlySet<string>>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const entry = source && checker.getSymbolAtLocation(source);
    for (const symbol of entry ? checker.getExportsOfModule(entry) : []) {
      const target =
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const types = [checker.getDeclaredTypeOfSymbol(target), checker.getTypeOfSymbol(target)];
      const names = types.flatMap((type) => checker.getPropertiesOfType(type).map(nameOf));
      found.set(symbol.name, new Set([...(found.get(symbol.name) ?? []), ...names]));
    }
  }
  return found;
}

function nameOf({ name }: ts.Symbol): string {
  return name;
}
