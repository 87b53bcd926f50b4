import { allAbuses } from './corpus/corpus';
import type { Spot } from './corpus/spot';
import { exchange } from './exchange';
import { failures, forwardingProblems, strayAnswers, type Trial, unexplained } from './judgement';
import { NaiveProxy, type Naivety } from './naive-proxy.fixture';
import { loggedRequests } from './request-log';

const at: Spot = {
  id: 'edge-naive-1',
  path: '/edge-naive-1',
  bodyPath: '/users',
  bodyType: 'text/plain',
};
const quick = { firstMs: 300, moreMs: 100, lastMs: 500 };

const smuggled = 'a request behind the chunks: "Transfer-Encoding: chunked"';
const ordinary = 'an expectation: and no body';

/** Everything that is found out about a proxy by one case. */
async function findings(naivety: Naivety, name: string) {
  const proxy = new NaiveProxy(naivety);
  const abuse = allAbuses.find((one) => one.name === name)!;
  try {
    const outcome = await exchange(await proxy.start(), abuse, at, quick);
    const trial: Trial = { abuse, at, outcome };
    const behind = loggedRequests(proxy.backLog);
    return {
      failures: failures(trial),
      stray: strayAnswers(trial),
      forwarded: forwardingProblems(trial, behind),
      unexplained: unexplained(behind, loggedRequests(proxy.frontLog)).map(({ id }) => id),
    };
  } finally {
    proxy.stop();
  }
}

describe('a proxy that believes lengths before a service that believes chunks', () => {
  it('is found to smuggle, in three ways', async () => {
    const found = await findings('believes lengths', smuggled);

    expect(found.forwarded).toContain('smuggled a request to the service');
    expect(found.unexplained).toContain('edge-naive-1-hidden');
    expect([...found.stray, ...found.failures].join('\n')).toContain('edge-naive-1-hidden');
  });

  it('is found to be fine where nobody can misunderstand', async () => {
    expect(await findings('believes lengths', ordinary)).toEqual({
      failures: [],
      stray: [],
      forwarded: [],
      unexplained: [],
    });
  });
});

describe('a proxy that sends everything twice', () => {
  it('is found by the count and by what the proxy does not know', async () => {
    const found = await findings('sends twice', ordinary);

    expect(found.forwarded).toContain('reached the service 2 times, and may 1 times');
    expect(found.unexplained).toEqual(
      expect.arrayContaining(['edge-naive-1', 'edge-naive-1-fresh']),
    );
  });
});

describe('a proxy that mixes up whose answer is whose', () => {
  it('is found by the id of the answer', async () => {
    const found = await findings('gives the answer before', ordinary);

    expect(found.stray).toContain('answers to edge-nobody-0');
    expect(found.failures).toContain('the fresh connection answers 404 to edge-naive-1-same');
  });
});
