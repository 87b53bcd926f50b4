import { callOf } from '../call';
import { buildImages } from './images';
import { lackingIn, pushImages } from './push';
import { registryOfSettings } from './registry-host';

// npm run build:images [-- --push [registry [image...]]]: builds what is not built yet, pushes what the registry lacks
const say = (line: string) => {
  console.log(line);
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(): Promise<number> {
  const { words, flags } = callOf('ci/images/build.ts', process.argv.slice(2));
  const [registry, ...names] = words;
  if (registry !== undefined && flags.push !== true) {
    console.error(`'${registry}' means nothing without --push`);
    return 2;
  }
  // asked first: a minute of building must not end with a missing setting
  const push = flags.push === true ? (registry ?? registryOfSettings('--push')) : undefined;
  if (push === undefined) return (await buildImages(say)).length > 0 ? 1 : 0;
  // what the registry has needs no build either: a machine of its own for each run has built nothing yet
  const lacking = await lackingIn(push, say, names);
  const failed = await buildImages(say, lacking);
  if (failed.length > 0) return 1;
  return (await pushImages(push, say, lacking)) ? 0 : 1;
}
