import type { TerraformResource } from 'cdktf';
import { schemaProblems } from '../ci/schema/check';
import { mutants, withMutants } from '../ci/schema/mutant.fixture';
import { synthesizedStacks } from '../ci/schema/stacks';
import { synthOne } from '../constructs/aws/fargate-service.fixture';
import { Scaling } from '../constructs/aws/scaling';
import { StateBucket } from '../constructs/aws/state-bucket';
import { synth } from '../constructs/core/synth';

const started = performance.now();
const documents = synthesizedStacks();
const synthesisTime = performance.now() - started;

describe('the schemas of the providers', () => {
  it.each(Object.keys(documents))('accept the stack %s', (name) => {
    expect(schemaProblems(documents[name])).toEqual([]);
  });

  it('are checked in less time than the stacks take to be made', () => {
    const checked = performance.now();
    for (const document of Object.values(documents)) schemaProblems(document);

    expect(performance.now() - checked).toBeLessThan(synthesisTime);
  });
});

describe('a construct alone', () => {
  const bucket = (change: (resource: TerraformResource) => void) =>
    synth((stack) => {
      const { resource } = new StateBucket(stack, 'State', { bucketName: 'some-state' });
      change(resource);
    });

  it('is checked with what synth() returns', () => {
    expect(schemaProblems(bucket(() => undefined).json)).toEqual([]);
  });

  it('has a schema for what few services ask for', () => {
    const times = ['morning', 'evening'].map((name) => ({
      ...{ name, schedule: 'cron(0 7 ? * * *)', minTasks: 1, maxTasks: 2 },
    }));
    const scaling = Scaling.cpu({ memoryTargetPercent: 70, schedule: times });
    const { json } = synthOne({ scaling, ephemeralStorageGiB: 50, openFiles: 100_000 });

    expect(schemaProblems(json)).toEqual([]);
  });

  it('fails when its escape hatch writes what the provider does not know', () => {
    const { json } = bucket((resource) => resource.addOverride('force_destroi', true));

    expect(schemaProblems(json).join('\n')).toContain("got true; did you mean 'force_destroy'?");
  });
});

describe('an ephemeral resource', () => {
  const kind = 'aws_secretsmanager_random_password';
  const documentOf = (block: object, reads = `ephemeral.${kind}.A.random_password`) => ({
    ephemeral: { [kind]: { A: block } },
    output: { Value: { value: `\${${reads}}` } },
  });

  it('is checked like any other', () => {
    expect(schemaProblems(documentOf({ password_length: 40 }))).toEqual([]);
  });

  it.each([
    [{ length: 40 }, undefined, `ephemeral.${kind}.A: 'length' is not known here, got 40`],
    [{ password_length: 'long' }, undefined, "'password_length' must be a number, got 'long'"],
    [{}, `ephemeral.${kind}.B.random_password`, `'ephemeral.${kind}.B' is not declared`],
    [{}, `ephemeral.${kind}.A.password`, "has no 'password'"],
  ])('fails when it is %j and %p is read', (block, reads, problem) => {
    expect(schemaProblems(documentOf(block, reads)).join('\n')).toContain(problem);
  });
});

describe('a change of ecs-prod', () => {
  const problemsOf = (mutant: (typeof mutants)[number]) =>
    schemaProblems(withMutants(documents['ecs-prod'], { Mutant: mutant }));

  it.each(mutants.filter(({ problem }) => problem !== undefined))('fails when $name', (mutant) => {
    const problems = problemsOf(mutant);

    expect(problems.join('\n')).toContain(mutant.problem);
    expect(problems.filter((one) => !one.startsWith(`${mutant.kind}.Mutant: '`))).toEqual([]);
  });

  it.each(mutants.filter(({ problem }) => problem === undefined))(
    'is fine when $name',
    (mutant) => {
      expect(problemsOf(mutant)).toEqual([]);
    },
  );
});

describe('a change of another stack', () => {
  it.each([
    ['gcp-run', 'google_cloud_run_v2_service', 'ingres', 'x', "did you mean 'ingress'?"],
    ['gcp-run', 'google_cloud_run_v2_service', 'template', [{}, {}], 'at most once, got 2 blocks'],
    [
      'gcp-run',
      'google_cloud_run_v2_service',
      'template',
      { containers: [{}] },
      "'template.containers[0].image' is required",
    ],
    ['gcp-run', 'google_cloud_run_v2_service', 'uri', 'x', "'uri' is read-only"],
    [
      'gcp-foundation',
      'google_project_service',
      'disable_on_destroy',
      'no',
      'must be true or false',
    ],
    [
      'local',
      'docker_container',
      'ports',
      [{ internal: 'http' }],
      "'ports[0].internal' must be a number, got 'http'",
    ],
    ['local', 'docker_container', 'capabilities', [{}, {}], 'at most once, got 2 blocks'],
    ['local', 'docker_network', 'options', [], "'options' must be a map of texts"],
  ])('fails when %s has %s with %s = %j', (stack, kind, name, value, problem) => {
    const document = structuredClone(documents[stack]) as Document;
    Object.values(document.resource[kind]!)[0]![name] = value;

    expect(schemaProblems(document).join('\n')).toContain(problem);
  });

  it.each([
    [
      'resource',
      'aws_ecs_servise',
      "resource type 'aws_ecs_servise' is not in ci/schema/aws.json; did you mean 'aws_ecs_service'?; if it is right, add it with 'npm run schemas'",
    ],
    ['resource', 'constructor', "resource type 'constructor' is not in ci/schema;"],
    ['data', 'aws_vpc', "data source type 'aws_vpc' is not in ci/schema/aws.json"],
    [
      'ephemeral',
      'aws_random',
      "ephemeral resource type 'aws_random' is not in ci/schema/aws.json",
    ],
    ['provider', 'awss', "provider 'awss' has no schema in ci/schema; did you mean 'aws'?"],
  ] as const)('fails when there is a %s %s', (sort, kind, problem) => {
    const document = { ...(documents['aws-state'] as Document), [sort]: { [kind]: { A: {} } } };

    expect(schemaProblems(document).join('\n')).toContain(problem);
  });

  it('fails when a provider is configured with what it does not know', () => {
    const provider = { aws: [{ region: 1 }, { alias: 'other', regions: [], max_retries: 'many' }] };

    expect(schemaProblems({ provider })).toEqual([
      "provider.aws: 'regions' is not known here, got a list of 0; did you mean 'region'?",
      "provider.aws: 'max_retries' must be a number, got 'many'",
    ]);
  });

  it('fails when an output reads what is not there', () => {
    const output = { Url: { value: 'https://${aws_lb.Gone.dns_name}/' } };

    expect(schemaProblems({ output })).toEqual([
      "output: 'Url.value' reads what is not there: 'aws_lb.Gone' is not declared",
    ]);
  });
});

describe('a document that is none', () => {
  const odd: readonly unknown[] = [
    ...[null, undefined, true, 0, NaN, '', 'text', [], {}, [[]], [null], [1], { resource: 5 }],
    ...[{ resource: [] }, { resource: [[]] }, { resource: { aws_vpc: null } }, { data: 'x' }],
    ...[{ resource: { aws_vpc: { A: null } } }, { resource: { aws_vpc: { A: [] } } }],
    ...[{ resource: { aws_vpc: { A: 5 } } }, { resource: { aws_vpc: { A: [5, null, [[]]] } } }],
    ...[{ resource: { aws_vpc: [1] } }, { provider: [1] }, { provider: { aws: 1 } }, { output: 1 }],
    JSON.parse('{"resource":{"__proto__":{"A":{}},"aws_vpc":{"__proto__":{"__proto__":1}}}}'),
    {
      resource: { aws_vpc: { A: { lifecycle: 5, depends_on: [1, null, {}], tags: deep(20_000) } } },
    },
    { resource: { aws_lb: { A: { dynamic: [{ access_logs: [5, null, { content: 5 }] }] } } } },
    {
      resource: { aws_lb: { A: { name: '${', access_logs: deep(20_000) } } },
      locals: deep(20_000),
    },
    { resource: { aws_lb: { A: { ['x'.repeat(100_000)]: '${'.repeat(1000) } } } },
  ];

  it.each(odd.map((document, at) => ({ at, document })))('never throws: $at', ({ document }) => {
    const problems = schemaProblems(document);

    expect(problems.filter((one) => typeof one !== 'string' || one.length > 1000)).toEqual([]);
  });

  it.each([
    [null, []],
    [[], []],
    [5, ['the document must be a JSON object, got 5']],
    ['text', ["the document must be a JSON object, got 'text'"]],
    [[1], ['the document must be a JSON object, got a list of 1']],
    [{ resource: 5 }, ['resource: must be an object of names, got 5']],
    [
      { resource: { aws_vpc: { A: 5 } } },
      ['aws_vpc.A: must be a block, which is an object, got 5'],
    ],
  ])('is called what it is: %j', (document, problems) => {
    expect(schemaProblems(document)).toEqual(problems);
  });
});

interface Document {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** Lists in lists. */
function deep(levels: number): unknown {
  let value: unknown = '${';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
