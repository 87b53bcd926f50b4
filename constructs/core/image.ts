import { isAbsolute, normalize } from 'node:path';
import { contentTag } from './content-tag';
import { repositoryRoot } from './repository-root';
import { ValidationError } from './validation';

/** How an image is built from a folder. */
export interface FolderImageOptions {
  /**
   * Build arguments. They are part of the image's name: another argument is another image.
   *
   * @default - no build arguments
   */
  readonly buildArguments?: Readonly<Record<string, string>>;

  /**
   * Stage of the Dockerfile to build.
   *
   * @default - the last stage
   */
  readonly target?: string;
}

/** An image that is built from a folder of the repository. */
export interface FolderSource {
  /** Tells the source from one of a registry. */
  readonly kind: 'folder';

  /** Folder with the Dockerfile, from the repository root, with `/` between its parts. */
  readonly folder: string;

  /** Build arguments, by name. */
  readonly buildArguments: Readonly<Record<string, string>>;

  /** Stage of the Dockerfile, or undefined for the last one. */
  readonly target: string | undefined;
}

/** An image that exists in a registry. */
export interface RegistrySource {
  /** Tells the source from a folder. */
  readonly kind: 'registry';

  /** Full reference with its digest. */
  readonly reference: string;
}

/**
 * What a container runs: built from a folder of this repository, or pulled from a registry by its digest.
 *
 * @example
 * Image.fromFolder('services/goapp')
 */
export class Image {
  private constructor(
    /** Where the image comes from. */
    public readonly source: FolderSource | RegistrySource,
    /** Tag that names the folder's content, or undefined for an image from a registry. */
    public readonly tag: string | undefined,
  ) {}

  /** Short name: the folder's own name, or the last part of the reference's path. It names the registry's repository. */
  public get name(): string {
    const path =
      this.source.kind === 'folder'
        ? this.source.folder
        : this.source.reference.replace(/@.*/s, '');
    return path.slice(path.lastIndexOf('/') + 1);
  }

  /**
   * An image named by the content of its folder: the same bytes give the same tag on every machine, so an unchanged
   * service is never deployed again. The file system is read once, here.
   *
   * @param folder folder with the Dockerfile, from the repository root (the nearest folder upwards that holds cdktf.json)
   * @throws ValidationError when the folder or its Dockerfile is missing, or a base image is not locked
   */
  public static fromFolder(folder: string, options: FolderImageOptions = {}): Image {
    const inside = normalize(folder).replaceAll('\\', '/').replace(/\/$/, '');
    if (isAbsolute(folder) || inside.startsWith('..')) {
      throw new ValidationError(`Image.fromFolder('${folder}')`, [
        `'folder' must be inside the repository, got '${folder}'; give the path from the folder that holds cdktf.json`,
      ]);
    }
    const source: FolderSource = {
      kind: 'folder',
      folder: inside,
      buildArguments: options.buildArguments ?? {},
      target: options.target,
    };
    return new Image(source, contentTag(repositoryRoot(), source));
  }

  /**
   * An image of a registry, by digest, so that what was reviewed is what runs.
   *
   * @param reference for example `registry.example.org/team/api@sha256:<64 hex digits>`
   * @throws ValidationError when the reference has no digest
   */
  public static fromRegistry(reference: string): Image {
    if (!/@sha256:[0-9a-f]{64}$/.test(reference) && !reference.includes('${')) {
      throw new ValidationError(`Image.fromRegistry('${reference}')`, [
        `'reference' must end with '@sha256:' and 64 hex digits, got '${reference}'; a tag can be moved, so look its digest up and write that`,
      ]);
    }
    return new Image({ kind: 'registry', reference }, undefined);
  }
}
