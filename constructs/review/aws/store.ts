import { listOf, type Model, type Resource } from '../model';
import type { Subnet, Subnets } from './subnet';
import type { Member } from './traffic';
import { groupsOf, identities } from './workload';

/** Something of AWS that keeps data and is called over the network: a cache, or a file system. */
export interface Store extends Member {
  /** The resource that makes it. */
  readonly resource: Resource;

  /** Port that it serves on, or undefined where that cannot be told. */
  readonly port: number | undefined;
}

const cachePort = 6379;
const nfsPort = 2049;

/** Every cache and every file system of the stack. */
export function storesOf(model: Model, subnets: Subnets): Store[] {
  return [
    ...model
      .all('aws_elasticache_replication_group')
      .map((resource) => cacheOf(model, subnets, resource, resource.block.replication_group_id)),
    ...model
      .all('aws_elasticache_cluster')
      // a node of a group answers for the group
      .filter(({ block }) => listOf(block.replication_group_id).length === 0)
      .map((resource) => cacheOf(model, subnets, resource, resource.block.cluster_id)),
    ...model.all('aws_efs_file_system').flatMap((resource) => filesOf(model, subnets, resource)),
  ];
}

function cacheOf(model: Model, subnets: Subnets, resource: Resource, name: unknown): Store {
  const { block, address } = resource;
  const group = subnetGroupOf(model, block.subnet_group_name);
  const places = identities(model, group?.block.subnet_ids)?.map((one) => subnets.of(one));
  const inSubnets = places && places.length > 0 ? places : undefined;
  return {
    name: model.text(name) ?? address,
    resource,
    port: block.port === undefined ? cachePort : model.number(block.port),
    groups: groupsOf(model, block.security_group_ids, inSubnets),
    subnets: inSubnets,
  };
}

/** Named by a reference, or by the name that it was given. */
function subnetGroupOf(model: Model, raw: unknown): Resource | undefined {
  const name = model.text(raw);
  const named = model
    .all('aws_elasticache_subnet_group')
    .find(({ block }) => name !== undefined && model.text(block.name) === name);
  return named ?? model.target(raw);
}

/** A file system is where its mount targets are, and whoever reaches one of them reaches it; without any nobody does. */
function filesOf(model: Model, subnets: Subnets, resource: Resource): Store[] {
  const { block, address } = resource;
  const targets = model
    .all('aws_efs_mount_target')
    .filter((target) => model.identity(target.block.file_system_id) === address)
    .map(({ block: target }) => {
      const subnet = model.identity(target.subnet_id);
      const place = subnet === undefined ? undefined : subnets.of(subnet);
      const inPlace = place ? [place] : undefined;
      return { place, groups: groupsOf(model, target.security_groups, inPlace) };
    });
  if (targets.length === 0) return [];
  const places = targets.flatMap(({ place }): Subnet[] => (place ? [place] : []));
  const groups = targets.flatMap((target) => target.groups ?? []);
  return [
    {
      name: model.text(block.creation_token) ?? address,
      resource,
      port: nfsPort,
      groups: targets.every((target) => target.groups) ? [...new Set(groups)] : undefined,
      subnets: places.length === targets.length ? places : undefined,
    },
  ];
}
