import { join } from 'node:path';
import { run } from '../command';
import { countsOfGo } from './counts';
import { check, type Suite, withSilentFailure } from './suite';

/** The tests of a Go service, with the race detector. */
export function goTest(service: string): Suite {
  const cwd = join('services', service);
  return {
    name: service,
    needs: ['go'],
    run: async (options) => {
      const args = ['test', '-race', '-count=1', '-json', './...'];
      const { code, output } = await run('go', args, { ...options, cwd });
      return { counts: withSilentFailure(countsOfGo(output), code), output };
    },
  };
}

/** The lint rules of a Go service. */
export function goLint(service: string): Suite {
  const suite = check(`${service}-lint`, 'golangci-lint', ['run', './...'], ['go', 'golangciLint']);
  const cwd = join('services', service);
  return { ...suite, run: (options) => suite.run({ ...options, cwd }) };
}
