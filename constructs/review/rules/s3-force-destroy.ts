import { not, requires, type ReviewRule } from '../rule';

/** A bucket with objects in it is not deleted. */
export const s3ForceDestroy: ReviewRule = {
  id: 's3-force-destroy',
  title: 'a bucket with objects in it is not deleted',
  rationale: 'A destroy of the stack would take the data and all of its versions along.',
  remedy: "set 'force_destroy' to false",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html',
  types: ['aws_s3_bucket'],
  check: ({ block }, evidence) =>
    requires(not(evidence.isTrue(block.force_destroy)), "'force_destroy' is true"),
};
