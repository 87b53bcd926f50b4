import type { Evidence } from '../evidence/evidence';
import { everyone, grantsIn, grantTypes, isForEveryone } from '../evidence/google-member';
import { isOneOf } from '../evidence/policy-statement';
import { not, requires, type ReviewRule, some } from '../rule';

/** Lists of access with one entry, and whole ones. */
const singleLists = [
  'google_storage_bucket_access_control',
  'google_storage_default_object_access_control',
  'google_storage_object_access_control',
];
const wholeLists = [
  'google_storage_bucket_acl',
  'google_storage_default_object_acl',
  'google_storage_object_acl',
];

/** A bucket of Google is for those that are named. */
export const gcsPublic: ReviewRule = {
  id: 'gcs-public',
  title: 'a bucket of Google is for those that are named',
  rationale: 'One grant publishes what is in it.',
  remedy: "name accounts in 'member', not 'allUsers' or 'allAuthenticatedUsers'",
  severity: 'high',
  controls: ['CKV_GCP_28', 'CIS 5.1', 'GCP-0001'],
  page: 'https://cloud.google.com/storage/docs/access-control/making-data-public',
  types: [...grantTypes('google_storage_bucket'), ...singleLists, ...wholeLists],
  check: (resource, evidence) => {
    const { type, block } = resource;
    const lists = wholeLists.includes(type);
    return lists || singleLists.includes(type)
      ? requires(
          not(lists ? givesEveryone(block, evidence) : isEveryone(block.entity, evidence)),
          'a list of access names everyone',
        )
      : grantsIn(resource, evidence).flatMap((grant) =>
          requires(not(isForEveryone(grant, evidence)), 'a role is for everyone'),
        );
  },
};

function isEveryone(entity: unknown, evidence: Evidence): boolean | undefined {
  return isOneOf(evidence.model, entity, everyone);
}

function givesEveryone(
  { predefined_acl: named, role_entity: entries }: Readonly<Record<string, unknown>>,
  evidence: Evidence,
): boolean | undefined {
  const list = evidence.model.list(entries);
  return some([
    evidence.isText(named, (text) => /^(public|authenticated)/.test(text)),
    list &&
      some(
        list.map((entry) =>
          evidence.isText(entry, (text) => everyone.some((name) => text.endsWith(`:${name}`))),
        ),
      ),
  ]);
}
