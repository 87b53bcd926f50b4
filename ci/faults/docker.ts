import { run } from '../command';

/** Runs the Docker client and answers with what it prints; an error says what it said. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { code, output } = await run('docker', args);
  if (code !== 0) throw new Error(`docker ${args.slice(0, 3).join(' ')}: ${output.trim()}`);
  return output.trim();
}

/** The words of an output, one per line. */
export function lines(output: string): string[] {
  return output.split('\n').filter(Boolean);
}
