import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { setAmong } from '../variables';
import type { StateBucket } from './stack';
import { Refusal } from './refusal';

/** A revision of a stack that was deployed and whose smoke passed. */
export interface Revision {
  readonly stack: string;
  /** Hash of what was deployed and of the images in it. */
  readonly fingerprint: string;
  /** Commit that it was made of. */
  readonly commit: string;
  /** Each image by its digest, and where the registry tells it, by its content tag. */
  readonly images: readonly string[];
  /** The synthesized stack, byte by byte: what is deployed again to go back. */
  readonly document: string;
}

/** The last good revision of a stack, which lies beside its state, in the bucket that keeps every version. */
export class LastGood {
  private readonly s3: S3Client;
  private readonly key: string;

  constructor(private readonly bucket: StateBucket) {
    this.key = `${bucket.key.replace(/\.tfstate$/, '')}.last-good.json`;
    // the client announces years ahead which Node.js it will need
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    this.s3 = new S3Client({
      region: bucket.region,
      // an endpoint of one's own has no host name for each bucket
      forcePathStyle: setAmong(process.env).AWS_ENDPOINT_URL !== undefined,
    });
  }

  /** The revision to go back to; undefined where none was ever found good. */
  public async read(): Promise<Revision | undefined> {
    try {
      const command = new GetObjectCommand({ Bucket: this.bucket.bucket, Key: this.key });
      const { Body } = await this.s3.send(command);
      return JSON.parse((await Body?.transformToString()) ?? '') as Revision;
    } catch (error) {
      if (['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes((error as Error).name))
        return undefined;
      throw this.refusal('read', error);
    }
  }

  /** Keeps a revision that was found good. */
  public async write(revision: Revision): Promise<void> {
    try {
      await this.s3.send(
        new PutObjectCommand({
          Bucket: this.bucket.bucket,
          Key: this.key,
          ContentType: 'application/json',
          Body: JSON.stringify(revision),
        }),
      );
    } catch (error) {
      throw this.refusal('written', error);
    }
  }

  private refusal(what: string, error: unknown): Refusal {
    const { name, message } = error as Error;
    const expired = `${name} ${message}`.includes('Expired');
    if (name === 'CredentialsProviderError') {
      return new Refusal('there are no AWS credentials; log in and run it again');
    }
    return new Refusal(
      expired
        ? 'the AWS credentials have expired; log in again and run it once more'
        : `s3://${this.bucket.bucket}/${this.key} cannot be ${what}: ${name}: ${message}`,
    );
  }
}
