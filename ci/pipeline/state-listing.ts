import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Refusal } from './refusal';
import type { StateBucket } from './stack';
import type { StateSeen } from './undisturbed';

/** Looks at a state in its bucket: a list of names, for which nobody needs more than to list them. */
export class StateListing {
  private readonly s3: S3Client;

  constructor(private readonly state: StateBucket) {
    // the client announces years ahead which Node.js it will need
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    this.s3 = new S3Client({
      region: state.region,
      // an endpoint of one's own has no host name for each bucket
      forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
    });
  }

  /** Whether the lock lies beside the state, and which write of the state is the last one. */
  public async seen(): Promise<StateSeen> {
    const { bucket, key } = this.state;
    try {
      const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: key });
      const { Contents = [] } = await this.s3.send(list);
      const named = (name: string) => Contents.find(({ Key }) => Key === name);
      const lock = named(`${key}.tflock`);
      const revision = named(key)?.ETag ?? 'none';
      return lock ? { revision, lockedSince: since(lock.LastModified) } : { revision };
    } catch (error) {
      const { name, message } = error as Error;
      throw new Refusal(`s3://${bucket}/${key} cannot be listed: ${name}: ${message}`);
    }
  }
}

function since(date: Date | undefined): string {
  return date?.toISOString() ?? 'a time that the bucket does not tell';
}
