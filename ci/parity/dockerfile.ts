/** The numeric user that an image runs as: that of the last stage or of those that it is made from, and root where none names one. */
export function finalUser(dockerfile: string | undefined): string | undefined {
  if (dockerfile === undefined) return undefined;
  const stages = dockerfile.split(/^FROM /m).slice(1);
  for (let at = stages.length - 1; at >= 0;) {
    const stage = stages[at] ?? '';
    const users = [...stage.matchAll(/^USER\s+([^\s:]+)/gm)].map(([, user = '']) => user);
    if (users.length > 0) return users.at(-1);
    const [base = ''] = stage.split(/\s/);
    // a stage can only be made from one before it
    at = stages.slice(0, at).findLastIndex((other) => other.includes(` AS ${base}\n`));
  }
  return '0';
}
