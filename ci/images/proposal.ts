import { baseImageLockPath } from '../../constructs/core/base-image-lock';

/** Where a pull request is opened, and as whom. */
export interface Host {
  /** Start of every address of the repository's API. */
  readonly api: string;
  readonly token: string;
}

interface Stored {
  readonly sha: string;
  readonly content: string;
}

interface Reference {
  readonly object: { readonly sha: string };
}

const branch = 'base-images';

/**
 * Opens a pull request with a lock file where main has another one; answers with what was done. One that is there with the
 * same content stays as it is, with its review.
 *
 * @throws RangeError where GitHub refuses
 */
export async function propose(text: string, host: Host): Promise<string> {
  const ask = asking(host);
  const path = `contents/${baseImageLockPath}`;
  const main = await ask<Stored>(`${path}?ref=main`);
  if (textOf(main) === text) return 'nothing to propose: main has the same digests';
  const before = await ask<Stored>(`${path}?ref=${branch}`).catch(unlessMissing);
  if (before && textOf(before) === text) {
    const { object: tip } = await ask<Reference>(`git/ref/heads/${branch}`);
    // a closed one was judged already; one of an earlier night that was merged has another commit
    const opened = await ask<readonly { head: { sha: string } }[]>('pulls?state=all&per_page=100');
    if (opened.some(({ head }) => head.sha === tip.sha)) {
      return `nothing to propose: the branch ${branch} has the same digests`;
    }
  }
  const { object } = await ask<Reference>('git/ref/heads/main');
  // the branch of an earlier night starts anew
  await ask(`git/refs/heads/${branch}`, 'DELETE').catch(() => undefined);
  await ask('git/refs', 'POST', { ref: `refs/heads/${branch}`, sha: object.sha });
  const message = 'chore(images): newer base images';
  const content = Buffer.from(text).toString('base64');
  await ask(path, 'PUT', { message, content, sha: main.sha, branch });
  const body = 'The digests that the registries tell now. Every image on them gets a new tag.';
  await ask('pulls', 'POST', { title: message, head: branch, base: 'main', body });
  return 'a pull request was opened';
}

function textOf({ content }: Stored): string {
  return Buffer.from(content, 'base64').toString();
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof RangeError && error.message.endsWith(' 404')) return undefined;
  throw error;
}

function asking({ api, token }: Host) {
  return async <Answer>(path: string, method = 'GET', content?: object): Promise<Answer> => {
    const answer = await fetch(`${api}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      body: content && JSON.stringify(content),
    });
    if (!answer.ok) throw new RangeError(`${method} ${path} was answered with ${answer.status}`);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  };
}
