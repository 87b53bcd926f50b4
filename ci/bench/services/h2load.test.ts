import { countedIn, latenciesIn } from './h2load';

/** As h2load 1.52 prints it. */
const output = (requests: string, codes: string) => `starting benchmark...
Main benchmark duration is over for thread #0. Stopping all clients.

finished in 3.00s, 9860.67 req/s, 2.33MB/s
requests: ${requests}
status codes: ${codes}
traffic: 7.00MB (7336336) total, 4.06MB (4259808) headers (space savings 0.00%), 1.83MB (1922830) data
time for request:       27us    137.49ms      3.13ms      8.21ms    94.50%
`;

const good =
  '29582 total, 29614 started, 29582 done, 29582 succeeded, 0 failed, 0 errored, 0 timeout';

describe('what h2load prints', () => {
  test('holds the rate and the number of answers', () => {
    expect(countedIn(output(good, '29582 2xx, 0 3xx, 0 4xx, 0 5xx'))).toEqual({
      perSecond: 9860.67,
      answers: 29582,
    });
  });

  test('fails when an answer is no 2xx', () => {
    expect(() => countedIn(output(good, '29000 2xx, 582 3xx, 0 4xx, 0 5xx'))).toThrow(
      '29000 of 29582 answers were 2xx',
    );
  });

  test.each([
    ['9 done, 9 succeeded, 1 failed, 0 errored, 0 timeout', '1 failed'],
    ['9 done, 9 succeeded, 0 failed, 2 errored, 0 timeout', '2 broke off'],
    ['9 done, 9 succeeded, 0 failed, 0 errored, 3 timeout', '3 took too long'],
  ])('fails when a request got no answer: %s', (counts, sentence) => {
    const printed = output(`12 total, 12 started, ${counts}`, '9 2xx, 0 3xx, 0 4xx, 0 5xx');
    expect(() => countedIn(printed)).toThrow(sentence);
  });

  test('fails when nothing was answered', () => {
    const none = '0 total, 32 started, 0 done, 0 succeeded, 0 failed, 0 errored, 0 timeout';
    expect(() => countedIn(output(none, '0 2xx, 0 3xx, 0 4xx, 0 5xx'))).toThrow('0 of 0');
  });

  test('fails when there is no result', () => {
    expect(() => countedIn('connect: refused')).toThrow('printed no result:\nconnect: refused');
  });
});

describe('the log of h2load', () => {
  test('holds the time of each request', () => {
    const log = '1795262611963249\t200\t948\n1795262611963243\t200\t11400\n';
    expect(latenciesIn(log)).toEqual([0.948, 11.4]);
  });

  test('fails when a line holds no time', () => {
    expect(() => latenciesIn('1795262611963249\t200\n')).toThrow('h2load logged');
  });
});
