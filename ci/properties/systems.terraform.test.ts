import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '../terraform/validate';
import { aws } from './aws';
import { judge } from './judgement';
import { sampleOf } from './series';

// PROPERTY_SYSTEMS=40 PROPERTY_SEED=7 npx jest -c jest.terraform.config.js ci/properties: more systems, and others
const wanted = Number(process.env.PROPERTY_SYSTEMS ?? 6);
const seed = Number(process.env.PROPERTY_SEED ?? 11);

type Document = Readonly<Record<string, unknown>>;

/** Systems that the library takes; what shifts traffic needs a newer provider than this test can have. */
function legalSystems(): { readonly run: number; readonly document: Document }[] {
  return sampleOf(aws, seed, wanted * 10)
    .flatMap((plan, run) => {
      const judgement = judge(aws, plan);
      if (judgement.verdict === 'fault') throw new Error(`run ${run}: ${judgement.what}`);
      const legal = judgement.verdict === 'legal' && !isNewer(judgement.document);
      return legal ? [{ run, document: judgement.document }] : [];
    })
    .slice(0, wanted);
}

/** What version 5 of the provider does not know. */
function isNewer(document: Document): boolean {
  return /"(deployment_configuration|advanced_configuration)"/.test(JSON.stringify(document));
}

describe('random systems on AWS', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-properties-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are what the real provider takes', async () => {
    const systems = legalSystems();
    for (const { run, document } of systems) {
      const { place, call } = moduleOf(folder, run);
      // backend and versions are the root's, and so is the provider
      const { terraform: _, provider: __, ...rest } = document;
      writeFileSync(place, JSON.stringify(rest));
      Object.assign(calls, call);
    }
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(rootOf(systems)));

    const { valid, errors } = await validate(folder);

    expect(errors.join('\n')).toBe('');
    expect(valid).toBe(true);
    expect(Object.keys(calls)).toHaveLength(wanted);
  });
});

/** Each system is a module, so that one process of the provider looks at all of them. */
const calls: Record<string, { readonly source: string }> = {};

function moduleOf(folder: string, run: number) {
  const name = `system-${run}`;
  mkdirSync(join(folder, name));
  return { place: join(folder, name, 'cdk.tf.json'), call: { [name]: { source: `./${name}` } } };
}

function rootOf([first]: readonly { readonly document: Document }[]): Document {
  const { terraform } = first!.document;
  return { terraform, provider: { aws: [{ region: 'eu-west-1' }] }, module: calls };
}
