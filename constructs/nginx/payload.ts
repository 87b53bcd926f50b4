import { gzipSync } from 'node:zlib';

/** Variable in which the reverse proxy's image expects its configuration. */
export const configVariable = 'NGINX_CONF';

/** Place of the operating system's number in a gzip header, and the number that means "unknown" (RFC 1952). */
const systemByte = 9;
const unknownSystem = 255;

/**
 * A configuration as the image expects it in `NGINX_CONF`: gzip in base64. The header names no time and no system, so
 * that the machine which renders it leaves no trace.
 */
export function encodeConfig(configuration: string): string {
  const compressed = gzipSync(configuration, { level: 9 });
  compressed[systemByte] = unknownSystem;
  return compressed.toString('base64');
}

/**
 * What is wrong with the size of a payload on a platform, or nothing.
 *
 * @param limitBytes what the platform leaves for the variable: its own limit without everything else that counts
 * @param platformName how the platform is called in the message, for example 'Cloud Run'
 */
export function payloadProblems(
  payload: string,
  limitBytes: number,
  platformName: string,
): string[] {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= limitBytes) return [];
  return [
    `'routes' make a configuration of ${bytes} bytes in ${configVariable}, and ${platformName} takes at most ${limitBytes}; use fewer routes or hosts, or a second proxy`,
  ];
}
