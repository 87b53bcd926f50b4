import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expectEqual, expectThat, type Finding, type Report } from '../../emulated/report';
import { must } from '../../emulated/session';
import { namedAmong, registryImages } from '../../images/images';
import { problemOf } from '../attestations';
import { Refusal } from '../refusal';
import { trustInKey } from '../trust';
import { ended, type Pipeline } from './pipeline';
import { writesAmong } from './registry-process';
import { imageNames } from './stacks';

/** The images of the small system, as they are pushed. */
export const images = namedAmong(registryImages(), imageNames);

/** What the two scripts are told here. */
interface Told {
  readonly push: readonly string[];
  readonly sign: readonly string[];
}

/** Builds, pushes, signs and verifies, with what can go wrong in between. */
export async function imagesStory(report: Report, pipeline: Pipeline): Promise<void> {
  const { process: registry, keys } = pipeline;
  const told = {
    push: ['--push', registry.host, ...imageNames],
    sign: ['--registry', registry.host, '--images', imageNames.join(), '--key', keys.own],
  };
  report.step('push and sign while the registry is down');
  report.add(
    ended('the push says so', await pipeline.run('build:images', told.push), down),
    ended('the signing says so', await pipeline.run('images:attest', told.sign), down),
  );
  report.step('start the registry');
  await registry.start();
  await pushStory(report, pipeline, told);

  report.step('look at images that nobody has signed, and sign one by somebody else');
  report.add(...(await unsigned(pipeline)));
  await must(report, 'npm run images:attest', pipeline.run('images:attest', told.sign));
  report.add(...(await signed(pipeline)));
  report.step('change what was signed');
  report.add(...(await tampered(pipeline)));
  report.add(...(await nothingToDo(pipeline, told)));
}

async function pushStory(report: Report, pipeline: Pipeline, { push, sign }: Told): Promise<void> {
  report.step('end a push in the middle');
  report.add(
    await interruptedPush(pipeline, push),
    ended('images that are not there are not signed', await pipeline.run('images:attest', sign), {
      code: 1,
      says: /is not in the registry .*; run 'npm run build:images -- --push' first\n$/,
    }),
  );
  await must(report, 'npm run build:images -- --push', pipeline.run('build:images', push));
}

const down = { code: 1, says: /^the registry \S+ does not answer: .*ECONNREFUSED.*\n$/m };

/** Ends the script as soon as the first bytes of an image are on their way. */
async function interruptedPush(pipeline: Pipeline, push: readonly string[]): Promise<Finding> {
  const begun = pipeline.begin('build:images', push);
  const uploading = () => pipeline.process.requests().some(({ method }) => method === 'PATCH');
  while (!uploading() && !begun.over()) await wait(20);
  if (begun.process.pid !== undefined) process.kill(-begun.process.pid, 'SIGKILL');
  await begun.finished;
  const there = await Promise.all(images.map((image) => digestOf(pipeline, image.reference)));
  return expectThat(
    'a push that is killed leaves images behind that are not there, and none by halves',
    there.some((digest) => digest === undefined),
    'every image is there',
  );
}

async function digestOf(pipeline: Pipeline, reference: string): Promise<string | undefined> {
  const [repository = '', tag = ''] = reference.split(':');
  return (await pipeline.registry.manifest(repository, tag))?.digest;
}

/** What `images:verify` says about an image; the stacks are not there yet. */
async function verdict(pipeline: Pipeline, reference: string, key?: string): Promise<string> {
  const [repository = ''] = reference.split(':');
  const digest = (await digestOf(pipeline, reference)) ?? 'none';
  const trust = trustInKey(key ?? pipeline.keys.ownPublic);
  try {
    return (await problemOf(pipeline.registry, { repository, digest }, trust)) ?? 'good';
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

async function unsigned(pipeline: Pipeline): Promise<Finding[]> {
  const [one = { reference: '' }] = images;
  const before = await verdict(pipeline, one.reference);
  const args = [
    '--registry',
    pipeline.process.host,
    '--key',
    pipeline.keys.foreign,
    '--images',
    'uptime',
  ];
  const { code } = await pipeline.run('images:attest', args);
  const uptime = images.find(({ reference }) => reference.includes('/uptime:'));
  const after = await verdict(pipeline, uptime?.reference ?? '');
  return [
    expectThat('an unsigned image is refused', before.includes('is not signed: '), before),
    expectEqual('somebody else can sign too', code, 0),
    expectThat(
      'an image that somebody else has signed is refused',
      /is refused: it is signed, but not by the key .*: signature verification failed$/.test(after),
      after,
    ),
  ];
}

async function signed(pipeline: Pipeline): Promise<Finding[]> {
  const verdicts = await Promise.all(images.map(({ reference }) => verdict(pipeline, reference)));
  const [one = { reference: '' }] = images;
  const foreign = await verdict(pipeline, one.reference, pipeline.keys.foreign);
  return [
    expectEqual(
      'every image is signed and has an SBOM',
      verdicts,
      images.map(() => 'good'),
    ),
    expectThat('another key refuses them', foreign.includes('is signed, but not by'), foreign),
  ];
}

/** Other content under the tag, and then with a signature that was made for another image. */
async function tampered(pipeline: Pipeline): Promise<Finding[]> {
  const [{ reference: one } = { reference: '' }] = images;
  const [repository = '', tag = ''] = one.split(':');
  const { registry } = pipeline;
  const manifest = await registry.manifest(repository, tag);
  if (!manifest) throw new Error(`${one} is not there`);
  const referrers = await registry.manifest(repository, manifest.digest.replace(':', '-'));
  if (!referrers) throw new Error(`${one} is not signed`);

  // the same layers in a manifest with one more space
  const changed = Buffer.from(manifest.bytes.toString().replace('{', '{ '));
  await registry.putManifest(repository, tag, manifest.mediaType, changed);
  const moved = await verdict(pipeline, one);
  const list = (await digestOf(pipeline, one))?.replace(':', '-') ?? '';
  await registry.putManifest(repository, list, referrers.mediaType, referrers.bytes);
  const borrowed = await verdict(pipeline, one);
  await registry.putManifest(repository, tag, manifest.mediaType, manifest.bytes);
  return [
    expectThat(
      'other content under the same tag is refused',
      moved.includes('is not signed: '),
      moved,
    ),
    expectThat(
      'so is a signature that was taken from another image',
      borrowed.includes('is refused: its signature is the one of another image'),
      borrowed,
    ),
    expectEqual('what was put back is good again', await verdict(pipeline, one), 'good'),
    ...(await lying(pipeline)),
  ];
}

/** A registry whose disk somebody has written to: other bytes under the digest. */
async function lying(pipeline: Pipeline): Promise<Finding[]> {
  const { reference = '' } = images[1] ?? {};
  const [repository = ''] = reference.split(':');
  const digest = (await digestOf(pipeline, reference)) ?? '';
  const file = pipeline.process.fileOf(digest);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.toString().replace('{', '{ '));
  const lie = await lied(pipeline, repository, digest);
  writeFileSync(file, bytes);
  return [
    expectThat('other bytes under a digest are refused', lie.includes('with other content'), lie),
    expectEqual('put back, they are good again', await verdict(pipeline, reference), 'good'),
  ];
}

async function lied(pipeline: Pipeline, repository: string, digest: string): Promise<string> {
  try {
    const trust = trustInKey(pipeline.keys.ownPublic);
    return (await problemOf(pipeline.registry, { repository, digest }, trust)) ?? 'good';
  } catch (error) {
    return error instanceof Refusal ? error.message : String(error);
  }
}

/** Runs all of it once more and counts what the registry and the engine were asked to do. */
async function nothingToDo(pipeline: Pipeline, { push, sign }: Told): Promise<Finding[]> {
  const before = pipeline.process.requests().length;
  const { variables, calls } = countingDocker(pipeline);
  const codes = [
    (await pipeline.run('build:images', push, variables)).code,
    (await pipeline.run('images:attest', sign, variables)).code,
  ];
  const since = pipeline.process.requests().slice(before);
  return [
    expectEqual('a second run succeeds', codes, [0, 0]),
    expectThat('it asks the registry', since.length > 0, 'nothing was asked'),
    expectEqual('and pushes and signs nothing', writesAmong(since), []),
    expectEqual('and asks the engine for no build and no push', calls(), []),
  ];
}

/** A PATH on which each call of the engine's program leaves a line before it goes on. */
function countingDocker(pipeline: Pipeline) {
  const { folder } = pipeline.session.context.run;
  const [bin, log] = [join(folder, 'counting'), join(folder, 'docker-calls')];
  mkdirSync(bin);
  const real = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\necho "$*" >> '${log}'\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, 'docker'), script, { mode: 0o755 });
  writeFileSync(log, '');
  return {
    variables: { PATH: [bin, process.env.PATH].join(delimiter) },
    calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
  };
}
