/** The commands with which somebody goes on after a fault, as docs/deploy.md shows them. */
export const remedies = {
  unlock: 'terraform force-unlock -force <ID>',
  push: 'terraform state push errored.tfstate',
  import: 'terraform import <address> <name>',
} as const;

/** Parameters of a remedy with its places filled in, for Terraform. */
export function parametersOf(
  remedy: keyof typeof remedies,
  places: Readonly<Record<string, string>> = {},
): string[] {
  const [, ...words] = remedies[remedy].split(' ');
  return words.map((word) => {
    const place = /^<(?<name>.+)>$/.exec(word)?.groups?.name;
    if (place === undefined) return word;
    const filled = places[place];
    if (filled === undefined) throw new Error(`'${remedies[remedy]}' needs <${place}>`);
    return filled;
  });
}

/** The lock that a message is about: `ID: <id>` below "Lock Info". */
export function lockIn(output: string): string | undefined {
  return /Lock Info:[^]*?\bID:\s+(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/.exec(output)
    ?.groups?.id;
}

/** What cannot be made since it is there already: the address in the stack and the name in the account. */
export interface Orphan {
  readonly address: string;
  readonly name: string;
}

/** The orphans that the errors of an apply name. */
export function orphansIn(output: string): Orphan[] {
  // a message is wrapped at the width of the terminal, behind a frame
  const text = output.replaceAll(/\s*│\s*/g, ' ').replaceAll(/\s+/g, ' ');
  const errors = text.split('Error: ').slice(1);
  return errors.flatMap((error) => {
    const { name, address } =
      /\((?<name>[^)]+)\).*AlreadyExists.*? with (?<address>\w+\.\w+)/.exec(error)?.groups ?? {};
    return name && address ? [{ name, address }] : [];
  });
}
