import { hasExpression, piecesOf, referenceOf } from '../expression';
import { isObject, listOf, type Model, objectOf } from '../model';

/** One condition of a statement. */
export interface PolicyCondition {
  /** Operator in lower case, with its prefix and suffix: `stringequals`, `foranyvalue:stringlike`. */
  readonly operator: string;

  /** Key in lower case: `aws:sourceaccount`. */
  readonly key: string;

  /** Values, unresolved; undefined where they cannot be read. */
  readonly values: readonly unknown[] | undefined;
}

/** One statement of a policy of AWS, in whichever way it was written. */
export interface PolicyStatement {
  /** Whether it allows or denies. */
  readonly effect: 'Allow' | 'Deny';

  /** Actions, unresolved; undefined where they cannot be read. */
  readonly actions: readonly unknown[] | undefined;

  /** Whether `NotAction` is written: everything but what it names. */
  readonly allBut: boolean;

  /** Resources, unresolved; undefined where they cannot be read. */
  readonly resources: readonly unknown[] | undefined;

  /** Whether `NotResource` is written: everything but what it names. */
  readonly allResourcesBut: boolean;

  /** Principals by kind (`AWS`, `Service`, `Federated`, `*`), unresolved; undefined where they cannot be read. */
  readonly principals:
    readonly { readonly kind: string; readonly values: readonly unknown[] }[] | undefined;

  /** Whether `NotPrincipal` is written. */
  readonly allPrincipalsBut: boolean;

  /** Its conditions; undefined where they cannot be read. */
  readonly conditions: readonly PolicyCondition[] | undefined;
}

type Block = Readonly<Record<string, unknown>>;

/** The statements of a policy that is JSON text or a reference to a data source; undefined where it cannot be read. */
export function statementsOf(model: Model, policy: unknown): PolicyStatement[] | undefined {
  const data = model.target(policy);
  if (data) return data.type === 'aws_iam_policy_document' ? ofData(model, data.block) : undefined;
  const document = model.json(policy);
  if (!isObject(document)) return undefined;
  return listOf(document.Statement).map((raw) => ofJson(model, objectOf(raw)));
}

/** Whether a value is the text `*`. */
export function isStar(model: Model, raw: unknown): boolean | undefined {
  return isOneOf(model, raw, ['*']);
}

/** Whether a value is one of some texts; one with an expression and something else in it is not. */
export function isOneOf(model: Model, raw: unknown, texts: readonly string[]): boolean | undefined {
  const value = model.resolve(raw);
  if (value.kind === 'known') return texts.includes(String(value.value));
  if (value.kind === 'reference') return false;
  // what a resource is called is none of them, wherever it is; what a loop or a module gives may be
  const told = piecesOf(String(raw)).some((piece) =>
    'text' in piece
      ? piece.text !== ''
      : isOfResource(referenceOf(piece.expression)?.address ?? ''),
  );
  return told ? false : undefined;
}

/** Whether an address is that of a resource, and no loop's element: `aws_vpc.main`, not `each.value`. */
function isOfResource(address: string): boolean {
  return /^data\.|^[a-z0-9]+_\w+\.(?!(?:key|value)$)/.test(address);
}

/** A text with each expression as `?`, to look for what stands around it. */
export function visibleText(model: Model, raw: unknown): string {
  const known = model.text(raw);
  if (known !== undefined) return known;
  if (typeof raw !== 'string' || !hasExpression(raw)) return '?';
  return piecesOf(raw)
    .map((piece) => ('text' in piece ? piece.text : (model.text(`\${${piece.expression}}`) ?? '?')))
    .join('');
}

/** The elements of a list, or what stands alone for a list of one. */
function valuesOf(model: Model, raw: unknown): readonly unknown[] {
  return model.list(raw) ?? listOf(raw);
}

function ofJson(model: Model, statement: Block): PolicyStatement {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } =
    statement;
  return {
    effect: model.text(Effect) === 'Deny' ? 'Deny' : 'Allow',
    actions: valuesOf(model, Action ?? NotAction),
    allBut: NotAction !== undefined,
    resources: valuesOf(model, Resource ?? NotResource),
    allResourcesBut: NotResource !== undefined,
    principals: principalsOf(model, Principal ?? NotPrincipal),
    allPrincipalsBut: NotPrincipal !== undefined,
    conditions: Object.entries(objectOf(Condition)).flatMap(([operator, keys]) =>
      Object.entries(objectOf(keys)).map(([key, values]) => ({
        operator: operator.toLowerCase(),
        key: key.toLowerCase(),
        values: valuesOf(model, values),
      })),
    ),
  };
}

function principalsOf(model: Model, raw: unknown): PolicyStatement['principals'] {
  if (raw === undefined) return [];
  if (!isObject(raw)) {
    return [{ kind: '*', values: valuesOf(model, raw) }];
  }
  return Object.entries(raw).map(([kind, values]) => ({
    kind,
    values: valuesOf(model, values),
  }));
}

/** Whether an argument says something: an empty list says as little as none. */
function isWritten(raw: unknown): boolean {
  return listOf(raw).length > 0;
}

function ofData(model: Model, block: Block): PolicyStatement[] | undefined {
  // what other documents add, or override, is not here
  const { source_policy_documents: sources, override_policy_documents: overrides } = block;
  if ([sources, overrides].some(isWritten)) return undefined;
  return model.blocks(block.statement)?.map((statement) => {
    const { effect, actions, not_actions, resources, not_resources, principals, not_principals } =
      statement;
    return {
      effect: model.text(effect) === 'Deny' ? 'Deny' : 'Allow',
      actions: valuesOf(model, isWritten(actions) ? actions : not_actions),
      allBut: isWritten(not_actions),
      resources: valuesOf(model, isWritten(resources) ? resources : not_resources),
      allResourcesBut: isWritten(not_resources),
      principals: model
        .blocks(isWritten(principals) ? principals : not_principals)
        ?.map(({ type, identifiers }) => ({
          kind: model.text(type) ?? '?',
          values: valuesOf(model, identifiers),
        })),
      allPrincipalsBut: isWritten(not_principals),
      conditions: model.blocks(statement.condition)?.map(({ test, variable, values }) => ({
        operator: (model.text(test) ?? '?').toLowerCase(),
        key: (model.text(variable) ?? '?').toLowerCase(),
        values: valuesOf(model, values),
      })),
    };
  });
}
