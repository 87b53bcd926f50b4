import { requires, type ReviewRule } from '../rule';

/** Requests to a bucket of Google are logged. */
export const gcsAccessLogging: ReviewRule = {
  id: 'gcs-access-logging',
  title: 'requests to a bucket of Google are logged',
  rationale: 'Who read an object is in no other log, unless audit logs of data access are on.',
  remedy: "write 'logging', or turn on audit logs of data access and waive this",
  severity: 'low',
  controls: ['CKV_GCP_62'],
  page: 'https://cloud.google.com/storage/docs/access-logs',
  types: ['google_storage_bucket'],
  check: ({ block }, evidence) => {
    const logging = evidence.blocks(block.logging);
    return requires(logging && logging.length > 0, "'logging' is missing");
  },
};
