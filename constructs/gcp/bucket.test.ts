import type { TerraformStack } from 'cdktf';
import { synth } from '../core/synth';
import { Bucket, type BucketProps } from './bucket';
import { service, serviceNamed, templateOf } from './cloud-run-service.fixture';
import { testRegion } from './region.fixture';

const pages = 'services/static-site/pages';

/** A bucket, and one service that uses it. */
function synthWith(changes: Partial<BucketProps> = {}) {
  return synth((scope) => {
    const region = testRegion(scope);
    const bucket = new Bucket(scope, 'Pages', { region, content: pages, ...changes });
    service(scope, 'SiteA', { region }).connectTo(bucket, ({ uri }) => ({
      CONTENT_URI: `${uri}/site-a`,
    }));
  });
}

describe('Bucket', () => {
  const stack = synthWith();

  it('is private, versioned and in one region', () => {
    expect(stack.one('google_storage_bucket')).toEqual({
      name: 'my-project-prod-pages',
      project: 'my-project',
      location: 'europe-west1',
      storage_class: 'STANDARD',
      public_access_prevention: 'enforced',
      uniform_bucket_level_access: true,
      versioning: { enabled: true },
      soft_delete_policy: { retention_duration_seconds: 604800 },
      lifecycle_rule: [
        {
          action: { type: 'Delete' },
          condition: { days_since_noncurrent_time: 30, with_state: 'ARCHIVED' },
        },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      ],
      requester_pays: false,
      default_event_based_hold: false,
      enable_object_retention: false,
      force_destroy: false,
      labels: { environment: 'prod', component: 'pages' },
      lifecycle: { prevent_destroy: true },
    });
  });

  it('holds every file of the folder under its path, with its media type', () => {
    const objects = Object.values(stack.all('google_storage_bucket_object'));

    expect(objects.map(({ name }) => name)).toEqual([
      'site-a/about.html',
      'site-a/index.html',
      'site-a/mark.svg',
      'site-a/style.css',
      'site-b/about.html',
      'site-b/index.html',
      'site-b/mark.svg',
      'site-b/style.css',
    ]);
    expect(objects[0]).toMatchObject({
      content_type: 'text/html; charset=utf-8',
      source: expect.stringMatching(/services\/static-site\/pages\/site-a\/about\.html$/) as string,
    });
    expect(objects[2]).toMatchObject({ content_type: 'image/svg+xml; charset=utf-8' });
  });

  it('lets exactly its caller read exactly this bucket', () => {
    expect(stack.one('google_storage_bucket_iam_member')).toEqual({
      bucket: expect.stringMatching(/^\$\{google_storage_bucket\./) as string,
      role: 'roles/storage.objectViewer',
      member: expect.stringMatching(
        /^serviceAccount:\$\{google_service_account\..*\.email\}$/,
      ) as string,
    });
  });

  it('is told to its caller, which waits for the grant', () => {
    const site = serviceNamed(stack, 'prod-site-a');

    expect(templateOf(site).containers[0]!.env).toEqual([
      {
        name: 'CONTENT_URI',
        value: expect.stringMatching(
          /^gs:\/\/\$\{google_storage_bucket\..*\.name\}\/site-a$/,
        ) as string,
      },
    ]);
    expect(site.depends_on).toEqual([
      expect.stringMatching(/^google_storage_bucket_iam_member\./) as string,
    ]);
  });

  it('makes a new revision of its caller when a file changes', () => {
    expect(templateOf(serviceNamed(stack, 'prod-site-a')).labels).toEqual({
      'content-pages': expect.stringMatching(
        /^\$\{substr\(sha256\(join\(",", \[google_storage_bucket_object\./,
      ) as string,
    });
  });

  it('is filled by its callers where it has no content', () => {
    const empty = synthWith({ content: undefined });

    expect(empty.counts()).not.toHaveProperty('google_storage_bucket_object');
    expect(empty.one('google_storage_bucket_iam_member').role).toBe('roles/storage.objectUser');
    expect(templateOf(serviceNamed(empty, 'prod-site-a')).labels).toEqual({});
  });

  it('may be destroyed with its objects when told so, and keep versions for longer', () => {
    const bucket = synthWith({ preventDestroy: false, noncurrentDays: 90 });

    expect(bucket.one('google_storage_bucket')).toMatchObject({
      force_destroy: true,
      lifecycle_rule: [{ condition: { days_since_noncurrent_time: 90 } }, {}],
    });
    expect(bucket.one('google_storage_bucket')).not.toHaveProperty('lifecycle');
  });

  it('comes out the same in whatever order it is connected', () => {
    const build = (order: readonly string[]) =>
      synth((scope: TerraformStack) => {
        const region = testRegion(scope);
        const bucket = new Bucket(scope, 'Pages', { region, content: pages });
        const sites = ['SiteA', 'SiteB'].map((id) => [id, service(scope, id, { region })] as const);
        for (const id of order) new Map(sites).get(id)!.connectTo(bucket);
      });

    expect(JSON.stringify(build(['SiteB', 'SiteA']).json)).toBe(
      JSON.stringify(build(['SiteA', 'SiteB']).json),
    );
  });

  it('fails with every wrong prop at once', () => {
    expect(() => synthWith({ name: 'Pages', noncurrentDays: 0 })).toThrow(
      /'name' must start[^]*'noncurrentDays' must be a whole number from 1 to 3650, got 0/,
    );
    expect(() => synthWith({ content: 'nowhere' })).toThrow(/'content' must be a folder/);
    expect(() => synthWith({ name: 'p'.repeat(60) })).toThrow(/Cloud Storage bucket name/);
  });
});
