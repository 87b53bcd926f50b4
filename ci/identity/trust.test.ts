import { cases } from './claims';
import { awsIdentity, changed, googleIdentity } from './stacks.fixture';
import { awsJudge, googleJudge, type Judge } from './trust';

type Table = Readonly<Record<string, readonly string[]>>;

const aws = awsIdentity();
const google = googleIdentity();

/** Every case that gets an identity, with what it gets. */
function allowed(judge: Judge): Table {
  const rows = cases.map(({ job, claims }) => [job, judge(claims)] as const);
  return Object.fromEntries(rows.filter(([, identities]) => identities.length > 0));
}

/** Whoever is not here gets nothing. */
const onAws: Table = {
  'push to main': ['push'],
  'environment ecs-prod': ['apply'],
  'environment gcp-run': ['state'],
  'pull request of the repository': ['plan'],
  'nightly on main': ['plan'],
  // the token is that of the repository: GitHub must not give it, and by default does not
  'pull request of a fork that was given a token': ['plan'],
  // AWS is not told the event: the workflow must not have this trigger, and a lint rule refuses it
  'pull_request_target in the deploy workflow': ['push'],
};

const onGoogle: Table = {
  'push to main': ['push'],
  'environment gcp-run': ['apply'],
  'pull request of the repository': ['plan'],
  'nightly on main': ['plan'],
  'pull request of a fork that was given a token': ['plan'],
};

describe('the trust of the identities', () => {
  it('is tried with many jobs, each of another name', () => {
    expect(cases.length).toBeGreaterThan(70);
    expect(new Set(cases.map(({ job }) => job)).size).toBe(cases.length);
  });

  it('lets exactly these jobs in on AWS', () => {
    expect(allowed(awsJudge(aws))).toEqual(onAws);
  });

  it('lets exactly these jobs in on Google Cloud', () => {
    expect(allowed(googleJudge(google))).toEqual(onGoogle);
  });

  it('uses no operator on AWS that holds where a claim is missing, and no pattern in a subject', () => {
    const trusts = aws.all('aws_iam_role').map((role) => String(role.assume_role_policy));

    for (const trust of trusts) {
      expect(trust).not.toMatch(/ForAllValues|IfExists|Not(Equals|Like)/);
      expect(trust).not.toMatch(/:sub":"[^"]*[*?]/);
    }
  });
});

/** What somebody might change, as text of the document: each must let another set of jobs in. */
const mutantsOfAws: Readonly<Record<string, (text: string) => string>> = {
  'ForAllValues, which holds without the claims': (text) =>
    text.replaceAll(
      String.raw`\"StringEquals\":{\"token`,
      String.raw`\"ForAllValues:StringEquals\":{\"token`,
    ),
  'IfExists, which does too': (text) =>
    text.replaceAll(
      String.raw`\"StringEquals\":{\"token`,
      String.raw`\"StringEqualsIfExists\":{\"token`,
    ),
  'a pattern for the subject': (text) =>
    text
      .replaceAll(String.raw`\"StringEquals\":{\"token`, String.raw`\"StringLike\":{\"token`)
      .replaceAll(/:ref:refs\/heads\/main\\"/g, String.raw`:*\"`),
  'no subject': (text) => text.replaceAll(/\\"[\w.]+:sub\\":\\"[^"]+\\",/g, ''),
  'no number of the repository': (text) =>
    text.replaceAll(/,\\"[\w.]+:repository_id\\":\\"74\\"/g, ''),
  'no workflow': (text) => text.replaceAll(/,\\"[\w.]+:job_workflow_ref\\":\\"[^"]+\\"/g, ''),
  'any workflow of a pull request': (text) => text.replace('workflows/ci.yml@', 'workflows/*@'),
  'an open end behind the ref of a pull request': (text) => text.replace('/*/merge', '/*'),
  'another audience of the issuer, and none in the trust': (text) =>
    text
      .replaceAll(/\\"[\w.]+:aud\\":\\"[^"]+\\",/g, '')
      .replace(
        '"client_id_list":["sts.amazonaws.com"]',
        '"client_id_list":["https://github.com/octo-org","sts.amazonaws.com"]',
      ),
};

const mutantsOfGoogle: Readonly<Record<string, (text: string) => string>> = {
  '|| true behind the condition and the mapping': (text) =>
    text
      .replace(/("attribute_condition":"[^"]+)"/, '$1 || true"')
      .replace(/("attribute\.identity":")/, "$1true ? 'push' : "),
  'no condition, and a mapping by the subject alone': (text) =>
    text
      .replace(/"attribute_condition":"[^"]+",/, '')
      .replaceAll(/ && assertion\.job_workflow_ref == '[^']+'/g, ''),
  'no number of the repository, and none in the subject': (text) =>
    text.replace(" && assertion.repository_id == '74'", ''),
  'no workflow': (text) => text.replaceAll(/ && assertion\.job_workflow_ref == '[^']+'/g, ''),
  'no event': (text) => text.replaceAll(/ && assertion\.event_name in \[[^\]]+\]/g, ''),
  'any end of the ref of a pull request': (text) =>
    text.replaceAll(/ && assertion\.job_workflow_ref\.endsWith\('\/merge'\)/g, ''),
  'an account for everybody of the pool': (text) =>
    text.replaceAll('/attribute.identity/push', '/*'),
  'an account for another word': (text) =>
    text.replace('/attribute.identity/apply', '/attribute.identity/plan'),
  'another issuer': (text) =>
    text.replace('token.actions.githubusercontent.com', 'token.example.org'),
  'another audience': (text) =>
    text.replace('"allowed_audiences":[', '"allowed_audiences":["https://github.com/octo-org",'),
};

describe('a change of the trust', () => {
  it.each(Object.entries(mutantsOfAws))('on AWS is found: %s', (_, change) => {
    expect(allowed(awsJudge(changed(aws, change)))).not.toEqual(onAws);
  });

  it.each(Object.entries(mutantsOfGoogle))('on Google Cloud is found: %s', (_, change) => {
    expect(allowed(googleJudge(changed(google, change)))).not.toEqual(onGoogle);
  });
});
