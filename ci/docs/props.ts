import ts from 'typescript';

/** The heading of a table of props. */
export const propsHeading = ['Prop', 'Default', 'What it controls'] as const;

/**
 * One row per member of an interface: its name, its default and the first sentence of its comment.
 *
 * @returns undefined where the source has no such interface
 */
export function propsRows(source: string, name: string): string[][] | undefined {
  const file = ts.createSourceFile('props.ts', source, ts.ScriptTarget.ES2022, true);
  const found = file.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!found || !ts.isInterfaceDeclaration(found)) return undefined;
  return found.members
    .filter(ts.isPropertySignature)
    .map((member) => [
      `\`${member.name.getText(file)}\``,
      member.questionToken ? defaultOf(member) : 'required',
      firstSentence(member),
    ]);
}

function defaultOf(member: ts.PropertySignature): string {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  const text = oneLine(ts.getTextOfJSDocComment(tag?.comment));
  return text.startsWith('- ') ? text.slice(2) : `\`${text}\``;
}

function firstSentence(member: ts.PropertySignature): string {
  const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const text = oneLine(ts.getTextOfJSDocComment(comment?.comment));
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}

function oneLine(text = ''): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
