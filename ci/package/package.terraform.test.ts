import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '../terraform/validate';
import { awsProgram } from './consumer';
import { compile, install, run, unpackedTarball } from './tarball';

describe('the smallest app on the packed library', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-consumer-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('synthesizes to what the real provider accepts', async () => {
    const packages = ['@cdktf/provider-aws', 'cdktf', 'constructs', '@balena/dockerignore'];
    const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: ['node'] };
    install(folder, unpackedTarball(mkdtempSync(join(folder, 'packed-'))), [
      '@types/node',
      ...packages,
    ]);
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['app.ts'] }),
    );
    writeFileSync(join(folder, 'app.ts'), awsProgram);
    compile(folder);
    run(process.execPath, ['app.js'], folder);

    const verdict = await validate(join(folder, 'cdktf.out', 'stacks', 'consumer'));

    expect(verdict).toEqual({ valid: true, errors: [] });
  });
});
