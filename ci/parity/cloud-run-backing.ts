import type { Document } from '../review/mutants/mutant';
import type { Service } from './cloud-run-service';

/** The caches that a service reaches: by a tag that a rule of the firewall lets through to them. */
export function cachesOf({ template }: Service, document: Document): string[] {
  const tags = (template.vpc_access?.network_interfaces ?? []).flatMap(({ tags = [] }) => tags);
  const rules = Object.values(document.resource.google_compute_firewall ?? {});
  const open = rules.filter(({ allow, target_tags: targets }) =>
    Boolean(allow && Array.isArray(targets) && targets.some((tag) => tags.includes(String(tag)))),
  );
  return Object.entries(document.resource.google_memorystore_instance ?? {}).flatMap(([id]) => {
    const name = `google_memorystore_instance.${id}`;
    const rule = open.find(({ destination_ranges: ranges }) => String(ranges).includes(`${name}.`));
    return rule ? [name] : [];
  });
}

/** The buckets that a service may only read, as addresses. */
export function readBucketsOf({ account }: Service, document: Document): string[] {
  return Object.values(document.resource.google_storage_bucket_iam_member ?? {}).flatMap(
    ({ role, member, bucket }) => {
      const [address] = /google_storage_bucket\.[^.}]+/.exec(String(bucket)) ?? [];
      const own = account !== '' && String(member).includes(`${account}.`);
      return own && role === 'roles/storage.objectViewer' && address ? [address] : [];
    },
  );
}

/** A text in which addresses of backings are what they are elsewhere: the name of a cache, the directory of a bucket. */
export function withoutClouds(text: string, document: Document, prefix: string): string {
  return text
    .replace(/\$\{zipmap\([^}]*\b(google_memorystore_instance\.[^.]+)\.[^}]*\}/g, (_, at: string) =>
      nameOf(at, document, prefix),
    )
    .replace(
      /gs:\/\/\$\{(google_storage_bucket\.[^.]+)\.name\}/g,
      (_, at: string) => `file://${directoryOf(at, document)}`,
    );
}

/** Name of a cache without what stands in front of it in the cloud. */
export function nameOf(address: string, document: Document, prefix: string): string {
  const [, id = ''] = address.split('.');
  const { instance_id: name } = document.resource.google_memorystore_instance?.[id] ?? {};
  return String(name).slice(prefix.length);
}

/** Where a bucket is mounted on platforms that mount one. */
export function directoryOf(address: string, document: Document): string {
  const [, id = ''] = address.split('.');
  const { labels } = document.resource.google_storage_bucket?.[id] ?? {};
  return `/mnt/${(labels as { component?: string } | undefined)?.component ?? '?'}`;
}
