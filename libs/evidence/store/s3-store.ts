import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type FileStore, StoreFailed, Watched, checkKey } from './port.js';

export interface S3Place {
  readonly bucket: string;
  /** Stands before every key; empty or ending in `/`. */
  readonly prefix: string;
  /** Another server than Amazon's, asked by path. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

// The version is pinned; that a later one needs a newer Node is said to whoever raises it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const connectMs = 3_000;
const answerMs = 15_000;
const attempts = 3;

const failed = (cause: unknown): StoreFailed =>
  new StoreFailed({
    full: cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 507,
    cause,
  });

const isMissing = (error: unknown): boolean =>
  error instanceof NoSuchKey || (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404);

/** Objects in a bucket of S3 or of anything that speaks it; credentials as the AWS client finds them. */
export class S3Store implements FileStore {
  private readonly client: S3Client;

  constructor(private readonly place: S3Place) {
    this.client = new S3Client({
      region: place.region,
      maxAttempts: attempts,
      requestHandler: { connectionTimeout: connectMs, requestTimeout: answerMs },
      // Servers other than Amazon's do not all know the newer checksums; the content is authenticated by its seal.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    });
  }

  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const watched = new Watched(content);
    const upload = new Upload({
      client: this.client,
      params: { ...this.objectOf(key), Body: Readable.from(watched.read(), { objectMode: false }) },
    });
    try {
      await upload.done();
    } catch (error) {
      throw watched.broken ?? failed(error);
    }
  }

  async get(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const object = this.objectOf(key);
    try {
      const { Body } = await this.client.send(new GetObjectCommand(object));
      return Body instanceof Readable ? (Body as AsyncIterable<Uint8Array>) : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw failed(error);
    }
  }

  async remove(key: string): Promise<void> {
    const object = this.objectOf(key);
    try {
      await this.client.send(new DeleteObjectCommand(object));
      const { Uploads = [] } = await this.client.send(
        new ListMultipartUploadsCommand({ Bucket: object.Bucket, Prefix: object.Key }),
      );
      for (const { UploadId } of Uploads)
        await this.client.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
    } catch (error) {
      throw failed(error);
    }
  }

  async probe(): Promise<void> {
    const object = { Bucket: this.place.bucket, Key: `${this.place.prefix}probe-${randomUUID()}` };
    try {
      await this.client.send(new PutObjectCommand({ ...object, Body: 'probe' }));
      await this.client.send(new DeleteObjectCommand(object));
    } catch (error) {
      throw failed(error);
    }
  }

  private objectOf(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.place.bucket, Key: `${this.place.prefix}${checkKey(key)}` };
  }
}
