/** What a state says about itself and about one kind of resource. */
export interface StateFile {
  readonly lineage: string;
  readonly serial: number;

  /** Ids of the resources of the kind, sorted. */
  readonly ids: readonly string[];
}

/** Reads what `terraform state pull` prints; a text that is no state is an error. */
export function stateFile(text: string, kind: string): StateFile {
  const { lineage, serial, resources } = JSON.parse(text) as Partial<Stored>;
  if (lineage === undefined || serial === undefined || resources === undefined) {
    throw new Error(`this is no state of Terraform: ${text.slice(0, 200)}`);
  }
  const ids = resources
    .filter(({ mode, type }) => mode === 'managed' && type === kind)
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id));
  return { lineage, serial, ids: ids.sort() };
}

/** What is wrong with a state after a fault, held against the one before. */
export function lossOf(before: StateFile, after: StateFile): string[] {
  return [
    ...(after.lineage === before.lineage ? [] : [`its lineage changed to ${after.lineage}`]),
    ...(after.serial >= before.serial
      ? []
      : [`its serial fell from ${before.serial} to ${after.serial}`]),
  ];
}

interface Stored {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}
