import { run } from '../command';
import { countsOfGo, failedOutputOfGo } from './counts';
import { check, type Suite, withSilentFailure } from './suite';

/** A Go module. */
export interface GoModule {
  /** Name of the suite. */
  readonly name: string;
  /** Folder of the module. */
  readonly folder: string;
}

/** The tests of a Go module, with the race detector. */
export function goTest({ name, folder }: GoModule): Suite {
  return {
    name,
    commands: ['go test -race ./...'],
    folder,
    needs: ['go'],
    run: async (options) => {
      const args = ['test', '-race', '-count=1', '-timeout=10m', '-json', './...'];
      const { code, output } = await run('go', args, { ...options, cwd: folder });
      const counts = withSilentFailure(countsOfGo(output), code);
      return { counts, output: failedOutputOfGo(output) };
    },
  };
}

/** The lint rules of a Go module, read as the tests build it: what its packages need is compiled once for both. */
export function goLint({ name, folder }: GoModule): Suite {
  const suite = check(`${name}-lint`, 'golangci-lint', ['run', './...'], ['go', 'golangciLint']);
  return {
    ...suite,
    commands: ['golangci-lint run'],
    folder,
    run: (options) =>
      suite.run({ ...options, cwd: folder, env: { ...options.env, GOFLAGS: '-race' } }),
  };
}
