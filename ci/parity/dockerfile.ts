/** The numeric user that an image runs as: that of the last stage, and root where it names none. */
export function finalUser(dockerfile: string | undefined): string | undefined {
  if (dockerfile === undefined) return undefined;
  const lastStage = dockerfile.split(/^FROM /m).at(-1) ?? '';
  const users = [...lastStage.matchAll(/^USER\s+([^\s:]+)/gm)].map(([, user = '']) => user);
  return users.at(-1) ?? '0';
}
