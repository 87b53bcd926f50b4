/** A part of a document that a mutation may write. */
export type Draft = Record<string, unknown>;

/** One change in a resource of the stack `ecs-prod`, and what the check must say of it. */
export interface Mutant {
  /** What the change is, as the name of a test. */
  readonly name: string;

  /** Kind of the resource; the change is in the first of that kind. */
  readonly kind: string;

  readonly change: (body: Draft, document: Draft) => void;

  /** A part of what the check says; undefined where Terraform accepts the change. */
  readonly problem: string | undefined;

  /** When Terraform finds it; `validate` comes after `reading`. */
  readonly found: 'reading' | 'validate' | 'plan';
}

const when = (found: Mutant['found'], mutants: readonly Mutant[]) =>
  mutants.map((mutant) => ({ ...mutant, found }));

/** Mutants of what is at a path: `a.0.b` leads through lists too, and `undefined` removes. */
const at =
  (kind: string) =>
  (path: string, value: unknown, problem?: string): Mutant => ({
    name: `${kind}: ${path} is ${(JSON.stringify(value) as string | undefined) ?? 'removed'}`,
    kind,
    change: (body) => {
      const names = path.split('.');
      const last = names.pop() ?? '';
      const owner = names.reduce<Draft>((one, name) => one[name] as Draft, body);
      if (value === undefined) Reflect.deleteProperty(owner, last);
      else owner[last] = value;
    },
    problem,
    found: 'validate',
  });

const service = at('aws_ecs_service');
const target = at('aws_lb_target_group');
const rule = at('aws_lb_listener_rule');
const group = at('aws_security_group');

/** A security group that reads something of the first resource of another kind. */
const reading = (name: string, kind: string, path: string, problem?: string): Mutant => ({
  name: `aws_security_group: ${name} reads ${kind}.*.${path}`,
  kind: 'aws_security_group',
  change: (body, document) => {
    const { resource } = document as { resource: Record<string, object> };
    const [first = ''] = Object.keys(resource[kind] ?? {});
    body[name] = `\${${kind}.${first}.${path}}`;
  },
  problem,
  found: 'validate',
});

const subnets = 'network_configuration.subnets';
const execute = 'enable_execute_command';

/** Every mutant. */
export const mutants: readonly Mutant[] = [
  // names that the provider does not know, has not got, or writes itself
  service('desired_cout', 2, "is not known here, got 2; did you mean 'desired_count'?"),
  service(
    'desiredCount',
    2,
    "'desiredCount' is not known here, got 2; did you mean 'desired_count'",
  ),
  service(
    'network_configuration.subnet',
    [],
    "configuration.subnet' is not known here, got a list of 0",
  ),
  service('network_configurations', {}, "did you mean 'network_configuration'?"),
  service('deployment_circuit_breaker.0', {}, "'deployment_circuit_breaker.0' is not known here"),
  service('name', undefined, "'name' is required and missing; set it to a text"),
  service('name', null, "'name' is required and missing; set it to a text"),
  service(subnets, undefined, `'${subnets}' is required and missing; set it to a set of texts`),
  rule('condition.0.path_pattern.value', ['/'], "'condition[0].path_pattern.value' is not known"),
  rule('action', [], "'action' must stand at least once, got 0 blocks"),
  rule('action.0.type', undefined, "'action[0].type' is required and missing"),
  rule('arn', 'arn:aws:x', "'arn' is read-only, since the provider writes it, got 'arn:aws:x'"),
  group('id', 'sg-1', "'id' is read-only"),
  group('arn', null),
  group('//', 'a comment'),
  group('timeouts', { update: '5m' }, "'timeouts.update' is not known here"),

  // how many blocks stand, and in which form
  target('health_check', [{}, {}], "'health_check' may stand at most once, got 2 blocks"),
  target('health_check', [{ path: '/', timeout: '5', '//': 'a comment' }]),
  target('health_check', [null]),
  target('health_check', []),
  target('health_check', null),
  target('health_check', '/healthz', "must be a block or a list of blocks, got '/healthz'"),
  target('health_check', '${null}', 'must be a block or a list of blocks'),
  target('health_check', [5], "'health_check[0]' must be a block, which is an object, got 5"),
  group('timeouts', [{}, {}], "'timeouts' may stand at most once, got 2 blocks"),
  group('dynamic', { timeouts: { for_each: '${[]}', content: { create: '5m' } } }),
  group('dynamic', [{ timeouts: [{ for_each: [1], content: [{ create: '5m' }] }] }]),
  target(
    'dynamic',
    { stickiness: { for_each: [1], content: { type: 'x' } } },
    'at most once, got 2',
  ),
  target(
    'dynamic',
    { stickiness: { for_each: [1], content: { tipe: 'x' } } },
    "did you mean 'type'",
  ),
  target(
    'dynamic',
    { stickiness: { for_each: '${[]}' } },
    "stickiness.content' must stand at least",
  ),
  target('dynamic', { stickiness: { content: { type: 'x' } } }, "stickiness.for_each' is required"),
  service('dynamic', { load_balancers: { for_each: [], content: {} } }, "mean 'load_balancer'?"),

  // values that become the wanted type, and values that do not
  service('desired_count', 'two', "'desired_count' must be a number, got 'two'"),
  service('desired_count', true, "'desired_count' must be a number, got true"),
  service('desired_count', [2], "'desired_count' must be a number, got a list of 1"),
  service('desired_count', '0x10', "'desired_count' must be a number, got '0x10'"),
  service('desired_count', '', "'desired_count' must be a number, got ''"),
  service('desired_count', '+2.0'),
  service('desired_count', '1e2'),
  service('desired_count', '${1 + 1}'),
  service('desired_count', '${"two"}', "'desired_count' must be a number"),
  service(execute, 'no', `'${execute}' must be true or false, got 'no'`),
  service(execute, 'TRUE', `'${execute}' must be true or false, got 'TRUE'`),
  service(execute, 0, `'${execute}' must be true or false, got 0`),
  service(execute, '${1}', `'${execute}' must be true or false`),
  service(execute, '$${true}', `'${execute}' must be true or false`),
  service(execute, 'false'),
  service(execute, '0'),
  service('propagate_tags', {}, "'propagate_tags' must be a text, got an object without names"),
  service('tags', ['a'], "'tags' must be a map of texts, got a list of 1"),
  service('tags', { a: 1, b: true, c: null, '//': 'a tag' }),
  service('tags', { a: ['x'] }, "'tags['a']' must be a text, got a list of 1"),
  service(subnets, 'subnet-1', `'${subnets}' must be a set of texts, got 'subnet-1'`),
  service(subnets, { a: 'subnet-1' }, "must be a set of texts, got an object with 'a'"),
  service(subnets, 'a${1 + 1}', 'must be a set of texts'),
  service(subnets, [1]),
  service(subnets, '${["subnet-1"]}'),
  service(subnets, '${toset(["a"])}'),
  service(subnets, '${[for zone in ["a", "b"] : upper(zone)]}'),
  service('propagate_tags', '${["]", "SERVICE"][1]}'),
  service(execute, '${length("}")}', `'${execute}' must be true or false, got a number`),
  service('tags', '${merge({ a = "b" }, {})}'),
  service(
    'tags',
    '${["a"]}',
    "'tags' must be a map of texts, got a list of anything from '${[\"a\"]}'",
  ),
  service('propagate_tags', '${{}}', "'propagate_tags' must be a text, got a map"),
  service('desired_count', '${tolist([1])}', "'desired_count' must be a number, got a list"),
  group('ingress', [{ from_port: 1 }], "'ingress[0].cidr_blocks' is missing"),
  group('ingress', { from_port: 1 }, "'ingress' must be a set of objects"),
  group('ingress', []),

  // expressions that read what is there, and what is not
  reading('description', 'aws_vpc', 'id'),
  reading('description', 'aws_vpc', 'idd', "has no 'idd'; did you mean 'id'?"),
  reading('description', 'aws_vpc', 'id.name', "has no 'name' to read"),
  reading('description', 'aws_lb', 'access_logs[0].bucket'),
  reading(
    'description',
    'aws_lb',
    'access_logs[0].buckets',
    "no 'buckets'; did you mean 'bucket'?",
  ),
  reading('description', 'aws_lb', 'access_logs.bucket', "'bucket' needs a position before it"),
  reading('description', 'aws_lb', 'subnets[0]', 'is a set'),
  reading('tags', 'aws_vpc', 'tags'),
  reading('revoke_rules_on_delete', 'aws_vpc', 'enable_dns_support'),
  group('description', '${aws_ecs_cluster.No.arn}', "'aws_ecs_cluster.No' is not declared"),
  group('description', '${join("-", [var.no])}', "'var.no' is not declared"),
  ...when('plan', [
    reading(
      'description',
      'aws_lb',
      'subnets',
      "must be a text, got a set of texts from '${aws_lb.",
    ),
    reading('tags', 'aws_vpc', 'id', "'tags' must be a map of texts, got a text"),
    reading('revoke_rules_on_delete', 'aws_lb', 'idle_timeout', 'true or false, got a number'),
    service(subnets, [null], `'${subnets}[0]' must be a text, got null; leave the element out`),
  ]),

  // what Terraform itself understands
  service('depends_on', ['aws_ecs_cluster.x'], "'aws_ecs_cluster.x' is not declared"),
  service('lifecycle.ignore_changes', ['desired_cont'], "got 'desired_cont'; did you mean"),
  service('lifecycle.ignore_changes', ['tags["a"]']),
  group('for_each', { a: 'b' }),
  group('for_each', ['a'], "'for_each' must be a map"),
  group('count', 'one', "'count' must be a number, got 'one'"),
  group('count', '${1 + 1}'),
  group('provisioner', { 'local-exec': { command: 'true' } }),
  ...when('reading', [
    service('depends_on', ['${aws_ecs_cluster.x}'], "'depends_on[0]' must be a plain address"),
    service('depends_on', 'aws_ecs_cluster.x', "'depends_on' must be a list of texts"),
    service('lifecycle.prevent_destroi', true, "got true; did you mean 'prevent_destroy'?"),
    service('lifecycle.create_before_destroy', 'yes', 'must be true or false'),
    service('lifecycle.precondition', [{ condition: '${1 == 1}' }], "error_message' is required"),
    service('lifecycle', [{}, {}], "'lifecycle' may stand at most once"),
    group('provider', 'aws.${1}', "'provider' must name a provider of the document"),
    {
      ...group('count', 1, "'count' excludes 'for_each'"),
      change: (body) => Object.assign(body, { count: 1, for_each: {} }),
    },
  ]),
];

/** The document with one more resource for each mutant, each under the name that it is given. */
export function withMutants(
  document: unknown,
  named: Readonly<Record<string, Mutant>>,
): Record<string, unknown> {
  const copy = structuredClone(document) as Draft;
  const { resource: originals } = document as { resource: Record<string, Record<string, Draft>> };
  const { resource } = copy as typeof copy & { resource: Record<string, Draft> };
  for (const [name, { kind, change }] of Object.entries(named)) {
    const body = structuredClone(Object.values(originals[kind] ?? {})[0]);
    if (!body) throw new RangeError(`the document has no ${kind}`);
    change(body, copy);
    resource[kind] = { ...resource[kind], [name]: body };
  }
  return copy;
}
