import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neededProviders } from './needed';

it('finds each provider that the stacks pin once, AWS aside', () => {
  const output = mkdtempSync(join(tmpdir(), 'slipway-needed-'));
  const stacks = {
    ecs: { aws: { source: 'aws', version: '6.25.0' } },
    gcp: { google: { source: 'google', version: '6.50.0' } },
    one: { docker: { source: 'kreuzwerker/docker', version: '3.6.2' } },
    two: { docker: { source: 'kreuzwerker/docker', version: '3.6.2' } },
  };
  for (const [stack, required_providers] of Object.entries(stacks)) {
    mkdirSync(join(output, 'stacks', stack), { recursive: true });
    const json = JSON.stringify({ terraform: { required_providers } });
    writeFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), json);
  }

  const needed = neededProviders(output);
  rmSync(output, { recursive: true });

  expect(needed).toEqual([
    { source: 'hashicorp/google', version: '6.50.0', stacks: ['gcp'] },
    { source: 'kreuzwerker/docker', version: '3.6.2', stacks: ['one', 'two'] },
  ]);
});
