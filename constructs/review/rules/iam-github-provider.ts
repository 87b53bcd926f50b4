import { every, requires, type ReviewRule } from '../rule';

/** The provider of GitHub is for tokens that were made for AWS. */
export const iamGithubProvider: ReviewRule = {
  id: 'iam-github-provider',
  title: 'the provider of GitHub is for tokens that were made for AWS',
  rationale: 'A token that was made for another service would be accepted as well.',
  remedy: "set 'client_id_list' to ['sts.amazonaws.com']",
  severity: 'medium',
  controls: [],
  page: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
  types: ['aws_iam_openid_connect_provider'],
  check: ({ block }, evidence) => {
    const github = evidence.isText(block.url, (url) =>
      url.includes('token.actions.githubusercontent.com'),
    );
    if (github === false) return [];
    const audiences = evidence.model.list(block.client_id_list);
    const kept =
      audiences &&
      every([
        audiences.length > 0,
        ...audiences.map((one) => evidence.isText(one, (text) => text === 'sts.amazonaws.com')),
      ]);
    return requires(kept, "'client_id_list' is not ['sts.amazonaws.com']");
  },
};
