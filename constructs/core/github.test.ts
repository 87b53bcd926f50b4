import { type GithubPipeline, githubDefaults, githubJobs, githubProblems } from './github';

const pipeline: GithubPipeline = {
  repository: { owner: 'octo-org', name: 'octo-repo', id: '74' },
  environments: ['ecs-prod'],
  ...githubDefaults,
};
const withRepository = (repository: Partial<GithubPipeline['repository']>): GithubPipeline => ({
  ...pipeline,
  repository: { ...pipeline.repository, ...repository },
});

describe('the jobs of a pipeline', () => {
  it('are known by their subject, and by the file and ref of their workflow', () => {
    const { push, plan, apply } = githubJobs(pipeline);
    const file = 'octo-org/octo-repo/.github/workflows';

    expect(
      [...push, ...plan, ...apply].map(({ subject, workflow }) => [subject, workflow]),
    ).toEqual([
      ['repo:octo-org/octo-repo:ref:refs/heads/main', [`${file}/deploy.yml@refs/heads/main`]],
      ['repo:octo-org/octo-repo:pull_request', [`${file}/ci.yml@refs/pull/`, '/merge']],
      ['repo:octo-org/octo-repo:ref:refs/heads/main', [`${file}/nightly.yml@refs/heads/main`]],
      ['repo:octo-org/octo-repo:environment:ecs-prod', [`${file}/deploy.yml@refs/heads/main`]],
    ]);
  });

  it('have numbers in their subject where the owner has one', () => {
    const { push } = githubJobs(withRepository({ ownerId: '65' }));

    expect(push.map(({ subject }) => subject)).toEqual([
      'repo:octo-org@65/octo-repo@74:ref:refs/heads/main',
    ]);
  });

  it('follow another branch and other files', () => {
    const workflows = { ...githubDefaults.workflows, deploy: 'ship.yaml' };

    const [push] = githubJobs({ ...pipeline, branch: 'release/1', workflows }).push;

    expect(push).toMatchObject({
      subject: 'repo:octo-org/octo-repo:ref:refs/heads/release/1',
      workflow: ['octo-org/octo-repo/.github/workflows/ship.yaml@refs/heads/release/1'],
    });
  });
});

describe('a pipeline', () => {
  it('is fine as GitHub allows it', () => {
    expect(githubProblems(pipeline)).toEqual([]);
    expect(githubProblems(withRepository({ name: '.github', ownerId: '65' }))).toEqual([]);
  });

  it.each([
    [{ owner: 'octo-*' }, /'repository\.owner' must be .* without wildcards, got 'octo-\*'/],
    [{ owner: '' }, /'repository\.owner' must be .* got ''/],
    [{ owner: 'a/b' }, /'repository\.owner' must be .* got 'a\/b'/],
    [{ name: '*' }, /'repository\.name' must be .* without wildcards, got '\*'/],
    [{ name: 'a/b' }, /'repository\.name' must be .* got 'a\/b'/],
    [{ id: '0' }, /'repository\.id' must be the number of the repository, got '0'; ask for it/],
    [{ id: '' }, /'repository\.id' must be .* got ''/],
    [{ id: 'octo' }, /'repository\.id' must be .* got 'octo'/],
    [{ id: '7*' }, /'repository\.id' must be .* got '7\*'/],
    [{ id: 74 as never }, /'repository\.id' must be .* got 74/],
    [{ id: undefined as never }, /'repository\.id' must be .* got undefined/],
    [{ ownerId: 'octo' }, /'repository\.ownerId' must be .* got 'octo'; .* or leave it out/],
  ])('fails when its repository has %j', (repository, message) => {
    expect(githubProblems(withRepository(repository))).toEqual([expect.stringMatching(message)]);
  });

  it.each<[Partial<GithubPipeline>, RegExp]>([
    [{ branch: '*' }, /'branch' must be the name of one branch, without wildcards, got '\*'/],
    [{ branch: '' }, /'branch' must be .* got ''/],
    [{ environments: [] }, /'environments' is empty, so that nobody could deploy/],
    [{ environments: ['*'] }, /'environments' must be names of stacks, .* got '\*'/],
    [{ environments: ['a:b'] }, /'environments' must be .* got 'a:b'/],
    [{ environments: ['a', 'a'] }, /'environments' has 'a' twice; keep one/],
    [
      { workflows: { ...githubDefaults.workflows, review: '../ci.yml' } },
      /'workflows\.review' must be the name of a file .* got '\.\.\/ci\.yml'/,
    ],
    [
      { workflows: { ...githubDefaults.workflows, deploy: '*.yml' } },
      /'workflows\.deploy' must be .* got '\*\.yml'/,
    ],
  ])('fails when it has %j', (change, message) => {
    expect(githubProblems({ ...pipeline, ...change })).toEqual([expect.stringMatching(message)]);
  });

  it('tells every problem at once', () => {
    const wrong = { ...withRepository({ owner: '*', id: '0' }), branch: '*', environments: [] };

    expect(githubProblems(wrong)).toHaveLength(4);
  });
});
