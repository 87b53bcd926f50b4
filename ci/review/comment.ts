import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callOf } from '../call';

// npm run review:comment -- <folder> | --fork: one comment on a pull request, which a later run renews
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

const marker = '<!-- slipway: what this changes -->';

async function main(): Promise<void> {
  const { words, flags } = callOf('ci/review/comment.ts', process.argv.slice(2));
  const [folder] = words;
  if (flags.fork === true) {
    console.log('no plan: a pull request of a fork gets no token that a cloud would take');
    return;
  }
  if (folder === undefined) {
    throw new RangeError(
      'a folder of Markdown files must be named; it is called as: npm run review:comment -- <folder> | --fork',
    );
  }
  if (!existsSync(folder)) throw new RangeError(`there is no folder '${folder}'`);
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  const body = [marker, ...texts].join('\n\n');
  const { GITHUB_REPOSITORY: repository, PULL_REQUEST: number, GITHUB_TOKEN: token } = process.env;
  if (!repository || !number || !token) {
    console.log(body);
    console.log('not sent: GITHUB_REPOSITORY, PULL_REQUEST and GITHUB_TOKEN are not all set');
    return;
  }
  const api = `https://api.github.com/repos/${repository}/issues`;
  const comments = await ask<{ id: number; body: string }[]>(
    token,
    `${api}/${number}/comments?per_page=100`,
  );
  const before = comments.find((one) => one.body.startsWith(marker));
  if (before) await ask(token, `${api}/comments/${before.id}`, 'PATCH', { body });
  else await ask(token, `${api}/${number}/comments`, 'POST', { body });
  console.log(before ? 'the comment was renewed' : 'the comment was written');
}

async function ask<Answer>(
  token: string,
  url: string,
  method = 'GET',
  content?: object,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
    body: content && JSON.stringify(content),
  });
  if (!answer.ok) throw new RangeError(`${method} ${url} was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}
