import { block, lines, type Resources, reviewed } from './aws.fixture';

const kinds = [
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
] as const;

/** Lets `api` call what has the security group `store`. */
function open(resources: Resources, port: number): void {
  resources.aws_security_group!.store = { vpc_id: '${aws_vpc.v.id}' };
  const [api, store] = ['api', 'store'].map((name) => `\${aws_security_group.${name}.id}`);
  const ends = [
    [store, api],
    [api, store],
  ];
  kinds.forEach((kind, index) => {
    const [owner, peer] = ends[index]!;
    resources[kind]!.api_store = {
      ...{ security_group_id: owner, referenced_security_group_id: peer },
      ...{ ip_protocol: 'tcp', from_port: port, to_port: port },
    };
  });
}

/** A cache that `api` may call. */
function cache(resources: Resources): void {
  open(resources, 6379);
  resources.aws_elasticache_subnet_group = { s: { subnet_ids: ['${aws_subnet.private.id}'] } };
  resources.aws_elasticache_replication_group = {
    c: {
      replication_group_id: 'users',
      subnet_group_name: '${aws_elasticache_subnet_group.s.name}',
      security_group_ids: ['${aws_security_group.store.id}'],
    },
  };
}

/** A file system that `api` may mount. */
function files(resources: Resources): void {
  open(resources, 2049);
  resources.aws_efs_file_system = { f: { creation_token: 'disk' } };
  resources.aws_efs_mount_target = {
    a: {
      file_system_id: '${aws_efs_file_system.f.id}',
      subnet_id: '${aws_subnet.private.id}',
      security_groups: ['${aws_security_group.store.id}'],
    },
  };
}

describe('a cache', () => {
  it('is called by whom the rules let in, and by nobody else', () => {
    const graph = reviewed(cache);

    expect(lines(graph)).toContain('api -> users 6379');
    expect(lines(graph).filter((line) => line.includes('users'))).toHaveLength(1);
    expect(graph.workloads).toContainEqual({
      name: 'users',
      address: 'aws_elasticache_replication_group.c',
      port: 6379,
    });
  });

  it('is closed where one end of the way is missing, and review says which', () => {
    const graph = reviewed((resources) => {
      cache(resources);
      delete resources[kinds[1]]!.api_store;
    });

    expect(lines(graph).filter((line) => line.includes('users'))).toEqual([]);
    expect(graph.whyNot?.('api', 'users')).toMatch(/api may send to 443 and users takes 6379/);
    expect(graph.whyNot?.('web', 'users')).toBeDefined();
  });

  it.each([
    ['a reference', {}],
    ['a name', { name: 'private' }],
  ])('is in the network of its subnet group, which is told by %s', (_, named) => {
    const graph = reviewed((resources) => {
      cache(resources);
      Object.assign(block(resources, 'aws_elasticache_subnet_group', 's'), named, {
        subnet_ids: ['${aws_subnet.far.id}'],
      });
      resources.aws_vpc!.far = { cidr_block: '10.9.0.0/16' };
      resources.aws_subnet!.far = { vpc_id: '${aws_vpc.far.id}', cidr_block: '10.9.0.0/24' };
    });

    expect(lines(graph).filter((line) => line.includes('users'))).toEqual([]);
  });

  it('never calls, however open its group is', () => {
    const graph = reviewed((resources) => {
      cache(resources);
      resources[kinds[1]]!.store_out = {
        ...{ security_group_id: '${aws_security_group.store.id}', ip_protocol: '-1' },
        cidr_ipv4: '0.0.0.0/0',
      };
      block(resources, kinds[0], 'api_web').cidr_ipv4 = '0.0.0.0/0';
    });

    expect(graph.edges.map(({ from }) => from)).not.toContain('users');
  });

  it('is one with its nodes, and a single one is a cache too', () => {
    const graph = reviewed((resources) => {
      cache(resources);
      resources.aws_elasticache_cluster = {
        node: { replication_group_id: '${aws_elasticache_replication_group.c.id}' },
        alone: {
          cluster_id: 'alone',
          port: 11211,
          subnet_group_name: '${aws_elasticache_subnet_group.s.name}',
          security_group_ids: ['${aws_security_group.store.id}'],
        },
      };
    });
    const names = graph.workloads.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(['users', 'alone']) as unknown);
    expect(names).toHaveLength(4);
  });
});

describe('a file system', () => {
  it('is reached through its mount targets', () => {
    const graph = reviewed(files);

    expect(lines(graph).filter((line) => line.includes('disk'))).toEqual(['api -> disk 2049']);
  });

  it('is reached by nobody without them', () => {
    const graph = reviewed((resources) => {
      files(resources);
      delete resources.aws_efs_mount_target;
    });

    expect(graph.workloads.map(({ name }) => name)).not.toContain('disk');
    expect(lines(graph).filter((line) => line.includes('disk'))).toEqual([]);
  });
});
