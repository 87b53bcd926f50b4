import type { TerraformStack } from 'cdktf';
import { synth } from '../core/synth';
import { Bucket, type BucketProps } from './bucket';
import { testCluster, workload } from './cluster.fixture';
import type { Cluster } from './cluster';
import { container, service } from './fargate-service.fixture';
import type { FargateService } from './fargate-service';

const content = 'services/static-site/pages';

type Build = (scope: TerraformStack, cluster: Cluster, site: FargateService) => void;

/** One service, and what a test adds to it. */
function synthWith(build: Build) {
  return synth((scope) => {
    const cluster = testCluster(scope);
    build(scope, cluster, service(scope, 'Site', { cluster }));
  });
}

/** That service with a bucket. */
function withBucket(
  props: Partial<BucketProps>,
  environment?: Parameters<FargateService['connectTo']>[1],
) {
  return synthWith((scope, cluster, site) => {
    site.connectTo(new Bucket(scope, 'Pages', { cluster, ...props }), environment as never);
  });
}

describe('Bucket', () => {
  describe('with content', () => {
    const stack = synthWith((scope, cluster, site) => {
      const pages = new Bucket(scope, 'Pages', { cluster, content });
      site.connectTo(pages, ({ uri }) => ({ CONTENT_URI: `${uri}/site-a` }));
    });
    const object = (key: string) => stack.where('aws_s3_object', 'key', key);

    it('is a private bucket with one object per file', () => {
      expect(stack.counts()).toMatchObject({
        aws_s3_bucket: 1,
        aws_s3_bucket_lifecycle_configuration: 1,
        aws_s3_bucket_ownership_controls: 1,
        aws_s3_bucket_policy: 1,
        aws_s3_bucket_public_access_block: 1,
        aws_s3_bucket_server_side_encryption_configuration: 1,
        aws_s3_bucket_versioning: 1,
        aws_s3_object: 8,
      });
      expect(stack.one('aws_s3_bucket')).toMatchObject({
        bucket: expect.stringMatching(/^prod-pages-\$\{.*\}-\$\{.*\}$/) as string,
        force_destroy: true,
        lifecycle: { prevent_destroy: false },
      });
    });

    it('uploads each file with its type, and again when its bytes change', () => {
      expect(object('site-a/index.html')).toEqual({
        bucket: expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.id\}$/) as string,
        key: 'site-a/index.html',
        source: expect.stringMatching(
          /services\/static-site\/pages\/site-a\/index\.html$/,
        ) as string,
        source_hash: expect.stringMatching(/^content-[0-9a-f]{20}$/) as string,
        content_type: 'text/html; charset=utf-8',
        storage_class: 'STANDARD',
        server_side_encryption: 'AES256',
        force_destroy: false,
      });
      expect(object('site-b/style.css').content_type).toBe('text/css; charset=utf-8');
      expect(object('site-b/mark.svg').content_type).toBe('image/svg+xml; charset=utf-8');
      expect(object('site-a/index.html').source_hash).not.toBe(
        object('site-b/index.html').source_hash,
      );
    });

    it('lets its caller list and read the part that it is told of', () => {
      const role = stack.where('aws_iam_role_policy', 'name', 'application');

      expect(stack.policyStatements(role).slice(0, 2)).toEqual([
        {
          Sid: 'ListPages',
          Effect: 'Allow',
          Action: ['s3:ListBucket'],
          Resource: [expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}$/)],
          Condition: { StringLike: { 's3:prefix': ['site-a/*'] } },
        },
        {
          Sid: 'ReadPages',
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: [expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}\/site-a\/\*$/)],
        },
      ]);
    });

    it('tells its caller where the pages and the region are', () => {
      expect(container(stack).environment).toEqual([
        { name: 'AWS_REGION', value: expect.stringContaining('data.aws_region') as string },
        {
          name: 'CONTENT_URI',
          value: expect.stringMatching(/^s3:\/\/\$\{aws_s3_bucket\.\w+\.id\}\/site-a$/) as string,
        },
        { name: 'PORT', value: '8080' },
      ]);
    });

    it('starts its caller after the objects, and anew when one changes', () => {
      const one = stack.one('aws_ecs_service');

      expect(one).toMatchObject({
        force_new_deployment: true,
        triggers: { pages: expect.stringMatching(/^content-[0-9a-f]{20}$/) as string },
      });
      const objects = (one.depends_on as string[]).filter((it) => it.startsWith('aws_s3_object.'));
      expect(objects).toHaveLength(8);
    });

    it('opens no port: S3 is reached as the network reaches AWS', () => {
      expect(stack.counts()).toMatchObject({ aws_vpc_security_group_egress_rule: 1 });
      expect(stack.all('aws_vpc_security_group_ingress_rule')).toEqual([]);
    });
  });

  describe('without content', () => {
    const stack = withBucket({});

    it('is empty and kept', () => {
      expect(stack.all('aws_s3_object')).toEqual([]);
      expect(stack.one('aws_s3_bucket')).toMatchObject({
        force_destroy: false,
        lifecycle: { prevent_destroy: true },
      });
      expect(stack.one('aws_ecs_service')).not.toHaveProperty('triggers');
    });

    it('lets a caller that is told of no part read and write all of it', () => {
      const role = stack.where('aws_iam_role_policy', 'name', 'application');
      const [list, use] = stack.policyStatements(role);

      expect(list).not.toHaveProperty('Condition');
      expect(use).toMatchObject({
        Sid: 'UsePages',
        Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: [expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}\/\*$/)],
      });
    });
  });

  it.each([
    ['the bucket itself', (uri: string) => uri],
    ['a part that is a pattern', (uri: string) => `${uri}/*`],
    ['a part without its slash', (uri: string) => `${uri}x`],
    ['an address within a text', (uri: string) => `from ${uri}/site-a`],
  ])('grants all of it to a caller that is told of %s', (_, value) => {
    const stack = withBucket({ content }, ((peer: { uri: string }) => ({
      CONTENT_URI: value(peer.uri),
    })) as never);
    const role = stack.where('aws_iam_role_policy', 'name', 'application');

    expect(stack.policyStatements(role)[1]?.Resource).toEqual([
      expect.stringMatching(/\.arn\}\/\*$/),
    ]);
  });

  it('leaves a region that the workload sets as it is', () => {
    const stack = synth((scope) => {
      const cluster = testCluster(scope);
      const environment = { AWS_REGION: 'eu-north-1' };
      const site = service(scope, 'Site', { cluster, workload: { ...workload, environment } });
      site.connectTo(new Bucket(scope, 'Pages', { cluster, content }));
    });

    expect(container(stack).environment).toContainEqual({
      name: 'AWS_REGION',
      value: 'eu-north-1',
    });
  });

  it('may be kept, with content too', () => {
    expect(withBucket({ content, preventDestroy: true }).one('aws_s3_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it.each([
    [30, {}],
    [365, { noncurrentDays: 365 }],
  ])('keeps what was replaced for %d days where the props are %j', (noncurrent_days, props) => {
    const [rule] = withBucket(props).one('aws_s3_bucket_lifecycle_configuration').rule as object[];

    expect(rule).toMatchObject({ noncurrent_version_expiration: [{ noncurrent_days }] });
  });

  it('fails when what was replaced is kept for no day', () => {
    expect(() => withBucket({ noncurrentDays: 0 })).toThrow(
      /'noncurrentDays' must be a whole number from 1 to 3650, got 0/,
    );
  });

  it('fails when the folder is not there', () => {
    expect(() => withBucket({ content: 'services/nothing' })).toThrow(
      /'content' must be a folder of the repository, got 'services\/nothing'/,
    );
  });

  it('fails when its name is too long for the world', () => {
    expect(() => withBucket({ name: 'a'.repeat(40) })).toThrow(
      /'name' makes the bucket name 'prod-a+-0{12}-ap-southeast-1', which has 73 characters of at most 63/,
    );
  });
});
