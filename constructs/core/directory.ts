/** Longest directory: ECS names a volume after it, in so many characters. */
const longest = 255;

const form = /^(\/[A-Za-z0-9._@+~-]+)+$/;

/**
 * Whether a text is an absolute directory below `/` in characters that mean nothing to Docker, Terraform or JSON: no
 * blank, no `:`, no `${`.
 */
export function isDirectory(path: string): boolean {
  const parts = path.split('/');
  return form.test(path) && path.length <= longest && !parts.includes('.') && !parts.includes('..');
}
