import type { Model } from '../model';

/** Network ACLs, by the subnet or the network that they filter. */
export class AccessLists {
  private readonly byPlace = new Map<string, string>();
  private readonly lost: {
    readonly isMeant: (subnet: string) => boolean;
    readonly address: string;
  }[] = [];

  constructor(private readonly model: Model) {
    for (const { address, block } of model.all('aws_network_acl')) {
      for (const raw of model.list(block.subnet_ids) ?? [block.subnet_ids]) this.add(raw, address);
    }
    for (const { address, block } of model.all('aws_network_acl_association')) {
      this.add(block.subnet_id, address);
    }
    for (const { address, block } of model.all('aws_default_network_acl')) {
      this.add(block.default_network_acl_id, address);
    }
  }

  /** The list that filters a subnet, or may. */
  public of(subnet: string, vpc: string | undefined): string | undefined {
    const known = this.byPlace.get(subnet) ?? this.byPlace.get(vpc ?? '');
    if (known !== undefined) return known;
    return this.lost.find(({ isMeant }) => isMeant(subnet))?.address;
  }

  private add(raw: unknown, address: string): void {
    const place = this.model.identity(raw);
    if (place === undefined) this.lost.push({ isMeant: this.model.mayName(raw), address });
    else this.byPlace.set(place, address);
  }
}
