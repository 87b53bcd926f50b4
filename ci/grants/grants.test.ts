import { gcp } from '../properties/gcp';
import { judge } from '../properties/judgement';
import { sampleOf } from '../properties/series';
import { synthesizedStacks } from '../schema/stacks';
import { awsGrantProblems } from './aws';
import { features } from './aws-features';
import { googleGrantProblems, googleRoles } from './gcp';
import { secretKeyArn, type Subset, subsets, synthSubset, used } from './subset.fixture';

const stacks = synthesizedStacks();
const all = subsets(20);
const keyOf = (subset: Subset) => (subset.has('secretKey') ? secretKeyArn : undefined);

type Blocks = Record<string, Record<string, Record<string, unknown>>>;
interface Statement {
  Effect: string;
  Action: string[];
  Resource: string[];
}

/** A document whose only statement of a kind was changed. */
function changed(document: unknown, change: (statement: Statement) => void, at: number): unknown {
  const copy = structuredClone(document) as { resource: Blocks };
  const policies = Object.values(copy.resource.aws_iam_role_policy!);
  const policy = policies[at]!;
  const parsed = JSON.parse(policy.policy as string) as { Statement: Statement[] };
  change(parsed.Statement[0]!);
  policy.policy = JSON.stringify(parsed);
  return copy;
}

describe('the roles on AWS', () => {
  it.each(['ecs-prod', 'ecs-sandbox'])('have what %s uses, and nothing more', (name) => {
    expect(stacks[name]).toBeDefined();
    expect(awsGrantProblems(stacks[name])).toEqual([]);
  });

  it.each(all.map((subset) => [[...subset].join(', ') || 'nothing', subset] as const))(
    'have what is needed to use %s, and nothing more',
    (_, subset) => {
      expect(awsGrantProblems(synthSubset(subset), keyOf(subset))).toEqual([]);
    },
  );

  it('are tried with every pair of uses that can be together', () => {
    const pairs = used.flatMap((one, at) =>
      used.slice(at + 1).map((other) => [one, other] as const),
    );
    const missing = pairs.filter(
      ([one, other]) => !all.some((subset) => subset.has(one) && subset.has(other)),
    );

    expect(missing).toEqual([['files', 'shift']]);
  });

  it('are judged by a page of the vendor for every feature', () => {
    for (const { page, actions } of Object.values(features)) {
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
      expect(actions.length).toBeGreaterThan(0);
    }
  });
});

describe('a change of any policy on AWS', () => {
  const subset: Subset = new Set(['secret', 'exec', 'files', 'pages', 'uploads', 'folderImage']);
  const document = synthSubset(subset);
  const { aws_iam_role_policy: policies } = (document as { readonly resource: Blocks }).resource;
  const places = Object.keys(policies!).map(
    (name, at) => [name.replace(/_\w{8}$/, ''), at] as const,
  );
  const problems = (at: number, change: (statement: Statement) => void) =>
    awsGrantProblems(changed(document, change, at)).join('\n');

  it.each(places)('is found in %s when one action is added', (_, at) => {
    expect(problems(at, ({ Action }) => Action.push('s3:GetObject'))).toMatch(/too much: .*GetObj/);
  });

  it.each(places)('is found in %s when one action is taken away', (_, at) => {
    expect(problems(at, (statement) => (statement.Action = []))).toMatch(/missing: /);
  });

  it.each(places)('is found in %s when one resource is widened', (_, at) => {
    const widen = (statement: Statement) => (statement.Resource = ['arn:aws:s3:::*']);

    expect(problems(at, widen)).toMatch(/too much: .* on arn:aws:s3:::\*/);
  });

  it('is found when a needed right has a wildcard', () => {
    const widen = (statement: Statement) => (statement.Resource = ['*']);

    expect(problems(0, widen)).toMatch(/too wide: .*: logs:CreateLogStream on \*/);
  });

  it('is found when a role gets a managed policy', () => {
    const copy = structuredClone(document) as { resource: Blocks };
    const role = '${aws_iam_role.Some_Role.name}';
    const policy_arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    copy.resource.aws_iam_role_policy_attachment = { More: { role, policy_arn } };

    expect(awsGrantProblems(copy)).toEqual([
      'too much: aws_iam_role.Some_Role: AdministratorAccess on managed',
    ]);
  });
});

describe('the accounts on Google Cloud', () => {
  const document = stacks['gcp-run'];
  const types = Object.keys((document as { readonly resource: Blocks }).resource).filter((type) =>
    type.endsWith('_iam_member'),
  );
  const edited = (edit: (resource: Blocks) => void) => {
    const copy = structuredClone(document) as { resource: Blocks };
    edit(copy.resource);
    return googleGrantProblems(copy).join('\n');
  };

  it('have the roles that their services use, each on one resource', () => {
    expect(googleGrantProblems(document)).toEqual([]);
    expect(types.sort()).toEqual([
      'google_cloud_run_v2_service_iam_member',
      'google_secret_manager_secret_iam_member',
      'google_storage_bucket_iam_member',
    ]);
  });

  it('have what random systems use, and nothing more', () => {
    const documents = sampleOf(gcp, 5, 30).flatMap(({ services = [], uses = [], ...rest }) => {
      const judgement = judge(gcp, {
        ...rest,
        // a role that an application asks for by itself is no feature
        services: services.map((one) => ({ ...one, roles: undefined })),
        // the variables tell this check who uses what
        uses: uses.map((use, at) => ({ ...use, variable: `STORE_${at}` })),
      });
      return judgement.verdict === 'legal' ? [judgement.document] : [];
    });

    expect(documents.length).toBeGreaterThan(12);
    expect(documents.flatMap(googleGrantProblems)).toEqual([]);
  }, 60_000);

  it.each(types)('are found to have too little without one %s', (type) => {
    const problems = edited((resource) => {
      const [, ...others] = Object.entries(resource[type]!);
      resource[type] = Object.fromEntries(others);
    });

    expect(problems).toMatch(/^missing: /);
  });

  it.each(types)('are found to have another role by one %s', (type) => {
    const problems = edited((resource) => {
      Object.values(resource[type]!)[0]!.role = 'roles/owner';
    });

    expect(problems).toMatch(/missing: [^]*too much: .*roles\/owner/);
  });

  it('are found to have a role on the whole project', () => {
    const member = '${google_service_account.Webapp_Identity.member}';
    const problems = edited((resource) => {
      const role = googleRoles.readSecret.role;
      resource.google_project_iam_member = { More: { project: 'my-project', role, member } };
    });

    expect(problems).toMatch(/too much: .*secretAccessor on project my-project/);
  });

  it('are judged by a page of the vendor for every role', () => {
    for (const { page } of Object.values(googleRoles)) {
      expect(page).toMatch(/^https:\/\/cloud\.google\.com\//);
    }
  });
});
