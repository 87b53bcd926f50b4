import type { RequestListener } from 'node:http';
import { readCaseFiles } from './case-file';
import { planned, serviceNames } from './plan';
import { Redaction } from './redaction';
import { runGroups } from './runner';
import { serve, stopServers } from './server.fixture';

// a case that both of these pass says nothing
const notThere: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not here"}');
};
const allFine: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
};

const files = readCaseFiles();

afterAll(stopServers);

async function passing(service: string, listener: RequestListener): Promise<Set<string>> {
  const { address, trust } = await serve(listener);
  const groups = planned(files, { service, only: [] }, { address, trust });
  const results = await runGroups(groups, { slow: false, redaction: new Redaction() });
  const passed = results.filter(({ outcome }) => outcome === 'passed');
  return new Set(passed.map(({ group, name }) => `${group}: ${name}`));
}

describe.each(serviceNames(files))('the cases of %s', (service) => {
  it('tell a service that has nothing from one that takes everything', async () => {
    const [without, with_] = await Promise.all([
      passing(service, notThere),
      passing(service, allFine),
    ]);

    expect([...without].filter((name) => with_.has(name))).toEqual([]);
  }, 60_000);
});
