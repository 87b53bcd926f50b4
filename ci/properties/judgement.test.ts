import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { type TerraformStack, TerraformOutput } from 'cdktf';
import * as fc from 'fast-check';
import { ValidationError } from '../../constructs/core/validation';
import { judge } from './judgement';
import { namesProp } from './prop-name';
import { arbitraryOf } from './random';

type Build = (stack: TerraformStack, plan: unknown, backwards: boolean) => unknown;

const judged = (build: Build) =>
  judge({ name: 'test', plan: () => ({}), build: (...all) => void build(...all) }, {});
const refusing = (problem: string) => () => {
  throw new ValidationError('Api', [problem]);
};

describe('a random system', () => {
  it('is legal when it synthesizes to what the schema has', () => {
    expect(judged((stack) => new S3Bucket(stack, 'B', { bucket: 'b' })).verdict).toBe('legal');
  });

  it('is refused when each problem names what to change', () => {
    expect(judged(refusing(`'port' must be a number, got 'x'; use 80`)).verdict).toBe('refused');
  });

  it.each<[string, Build, RegExp]>([
    ['something else is thrown', () => JSON.parse('{') as unknown, /SyntaxError/],
    ['a problem names nothing', refusing(`it is wrong, got 'nonsense'`), /names no prop/],
    [
      'the provider has no such argument',
      (stack) => new S3Bucket(stack, 'B', {}).addOverride('nonsense', 1),
      /the schema refuses it: .*nonsense/,
    ],
    [
      'two resources have one name',
      (stack) => ['A', 'B'].map((id) => new S3Bucket(stack, id, { bucket: 'b' })),
      /two aws_s3_bucket are called 'b'/,
    ],
    [
      'a second synthesis differs',
      (stack) => new TerraformOutput(stack, 'time', { value: performance.now() }),
      /a second synthesis differs/,
    ],
    [
      'the order shows',
      (stack, _, backwards) => new TerraformOutput(stack, 'order', { value: backwards }),
      /the order of the verbs shows/,
    ],
  ])('shows a fault when %s', (_, build, what) => {
    const judgement = judged(build);

    expect(judgement).toEqual({ verdict: 'fault', what: expect.stringMatching(what) as string });
  });
});

describe('a problem', () => {
  it('names a prop, a part of one or a verb', () => {
    expect(namesProp(`'port' is 0`)).toBe(true);
    expect(namesProp(`'workload.health.path' is empty`)).toBe(true);
    expect(namesProp(`'connectTo' was called twice`)).toBe(true);
    expect(namesProp(`'nonsense' is 0`)).toBe(false);
  });
});

describe('random choices', () => {
  const numbers = arbitraryOf((random) => Array.from({ length: 20 }, () => random.integer(1, 100)));

  it('repeat themselves for a seed and differ for another', () => {
    const series = (seed: number) => fc.sample(numbers, { seed, numRuns: 1 })[0]!;

    expect(series(1)).toEqual(series(1));
    expect(series(1)).not.toEqual(series(2));
    expect(Math.min(...series(3))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...series(3))).toBeLessThanOrEqual(100);
  });

  it('take what is refused in their share of all cases', () => {
    const odd = arbitraryOf(
      (random) => Array.from({ length: 2000 }, () => random.odd(() => 'allowed', ['refused'])),
      0.1,
    );
    const [drawn = []] = fc.sample(odd, { seed: 1, numRuns: 1 });

    expect(drawn.filter((one) => one === 'refused').length).toBeGreaterThan(120);
    expect(drawn.filter((one) => one === 'refused').length).toBeLessThan(280);
  });

  it('become fewer where a part of them is what fails', () => {
    const lists = arbitraryOf((random) => random.some(['a', 'b', 'c', 'd', 'e', 'f'], 6));
    const holdsC = fc.property(lists, (list) => !list.includes('c'));

    const { counterexample } = fc.check(holdsC, { seed: 1 });

    expect(counterexample![0].length).toBeLessThanOrEqual(2);
    expect(counterexample![0]).toContain('c');
  });
});
