import { buildImages } from './images';

// npm run build:images: builds what is not built yet; an unchanged folder is left alone
void main();

async function main(): Promise<void> {
  const failed = await buildImages((line) => {
    console.log(line);
  });
  process.exitCode = failed.length > 0 ? 1 : 0;
}
