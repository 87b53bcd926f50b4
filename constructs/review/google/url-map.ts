import type { Model, Resource } from '../model';

/** A backend that a URL map names. */
export interface MappedBackend {
  /** The backend service, unresolved. */
  readonly raw: unknown;

  /** Which requests it is for. */
  readonly what: string;
}

type Block = Readonly<Record<string, unknown>>;

/** The backends that requests can get to, and whether there may be others. A redirect or an abort leads to none. */
export function backendsIn(
  model: Model,
  { block }: Resource,
): { backends: MappedBackend[]; unknown: boolean } {
  const hosts = model.blocks(block.host_rule);
  const matchers = model.blocks(block.path_matcher);
  const named = new Map(
    (hosts ?? []).map((rule) => [model.text(rule.path_matcher), hostsOf(model, rule)]),
  );
  const used = (matchers ?? []).filter(({ name }) => named.has(model.text(name)));
  const parts = [
    { block, what: 'what no host rule took' },
    ...used.flatMap((matcher) => {
      const host = named.get(model.text(matcher.name)) ?? '?';
      const rules = [...listed(model, matcher.path_rule), ...listed(model, matcher.route_rules)];
      return [
        { block: matcher, what: `what is for ${host}` },
        ...rules.map((rule) => ({ block: rule, what: `${pathsOf(model, rule)} of ${host}` })),
      ];
    }),
  ];
  const backends = parts.flatMap(({ block: part, what }) =>
    rawBackends(model, part).map((raw) => ({ raw, what })),
  );
  const rules = used.flatMap(({ path_rule: paths, route_rules: routes }) => [paths, routes]);
  const unknown = !hosts || !matchers || rules.some((raw) => !model.blocks(raw));
  return { backends, unknown };
}

function rawBackends(model: Model, block: Block): unknown[] {
  const actions = [
    ...listed(model, block.default_route_action),
    ...listed(model, block.route_action),
  ];
  if (actions.some((action) => endsHere(model, action))) return [];
  const weighted = actions.flatMap((action) => listed(model, action.weighted_backend_services));
  return [
    block.default_service,
    block.service,
    ...weighted.map(({ backend_service: backend }) => backend),
  ].filter((raw) => raw !== undefined && raw !== null);
}

/** Whether the balancer answers every request itself. */
function endsHere(model: Model, action: Block): boolean {
  return listed(model, action.fault_injection_policy)
    .flatMap(({ abort }) => listed(model, abort))
    .some(({ percentage }) => model.number(percentage) === 100);
}

function hostsOf(model: Model, rule: Block): string {
  return (model.list(rule.hosts) ?? []).map((host) => model.text(host) ?? '?').join(' ') || '?';
}

function pathsOf(model: Model, rule: Block): string {
  const paths = (model.list(rule.paths) ?? []).map((path) => model.text(path) ?? '?').join(' ');
  return paths || 'some requests';
}

function listed(model: Model, raw: unknown): readonly Block[] {
  return model.blocks(raw) ?? [];
}
