import { settingsFrom } from '../../stacks/settings';
import { buildImages } from './images';
import { pushImages } from './push';

// npm run build:images [-- --push [registry]]: builds what is not built yet, pushes what the registry lacks
const say = (line: string) => {
  console.log(line);
};

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main([flag, registry]: readonly string[]): Promise<number> {
  if (flag !== undefined && flag !== '--push') {
    say(`unknown argument '${flag}'; use --push, or --push and a registry's host`);
    return 2;
  }
  // asked first: a minute of building must not end with a missing setting
  const push = flag === '--push' ? (registry ?? registryOfSettings()) : undefined;
  const failed = await buildImages(say);
  if (failed.length > 0) return 1;
  if (push === undefined) return 0;
  return (await pushImages(push, say)) ? 0 : 1;
}

function registryOfSettings(): string {
  const { accountId, region, placeholders } = settingsFrom(process.env);
  if (placeholders.some((one) => one.startsWith('SLIPWAY_AWS_ACCOUNT_ID'))) {
    throw new RangeError(
      `--push needs to know the registry: set ${placeholders[0] ?? ''}, or name its host: --push registry.example.org`,
    );
  }
  return `${accountId}.dkr.ecr.${region}.amazonaws.com`;
}
