import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsProgram, image } from './consumer';
import { compile, filesOf, install, repository, run, unpackedTarball } from './tarball';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly bin: { readonly slipway: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { optional: boolean }>>;
}

// a wrong name must not compile: it would if the types were lost on the way
const systemProgram = `
import { defineSystem, Image, Route } from '@slipway/constructs';

const api = { image: Image.fromRegistry('${image}'), port: 8080, health: { path: '/healthz' } };
const system = defineSystem({ workloads: { api }, routes: [Route.path('/', 'api')] });
// @ts-expect-error -- no workload has this name
export const wrong = () => defineSystem({ workloads: { api }, routes: [Route.path('/', 'web')] });
console.log(system.routes.map((route) => route.path + ' -> ' + route.target).join());
`;

const platforms = {
  'module commonjs': {
    type: 'commonjs',
    compilerOptions: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
  },
  'module nodenext, CommonJS': { type: 'commonjs', compilerOptions: { module: 'nodenext' } },
  'module nodenext, ES modules': { type: 'module', compilerOptions: { module: 'nodenext' } },
} as const;

describe('the packed library', () => {
  let folder: string;
  let unpacked: string;
  let manifest: Manifest;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-package-'));
    unpacked = unpackedTarball(folder);
    manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Manifest;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const required = (): string[] => [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies).filter(
      (name) => !manifest.peerDependenciesMeta[name]?.optional,
    ),
  ];
  const project = (
    name: string,
    { type, compilerOptions }: (typeof platforms)[keyof typeof platforms],
    programs: Readonly<Record<string, string>>,
    links: readonly string[],
  ): string => {
    const path = join(folder, name);
    mkdirSync(path);
    install(path, unpacked, ['@types/node', ...links]);
    const options = { target: 'es2022', strict: true, types: ['node'], ...compilerOptions };
    writeFileSync(join(path, 'package.json'), JSON.stringify({ type }));
    writeFileSync(join(path, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
    for (const [file, text] of Object.entries(programs)) writeFileSync(join(path, file), text);
    return path;
  };

  describe('files', () => {
    // npm links the command of the repository itself once, at the installation, and a build makes the file anew
    it.each(['the build', 'the package'])('have a command that can be run, in %s', (place) => {
      const command = join(place === 'the build' ? repository : unpacked, manifest.bin.slipway);

      expect(statSync(command).mode & 0o111).toBe(0o111);
    });

    it('are compiled code, its types, the schema of waivers and the papers', () => {
      const strangers = filesOf(unpacked).filter(
        (path) =>
          !/^dist\/constructs\/(core|nginx|aws|gcp|docker|review)\/[a-z0-9/-]+\.(js|d\.ts)$/.test(
            path,
          ),
      );

      const papers = ['CHANGELOG.md', 'LICENSE', 'README.md'];
      expect(strangers).toEqual(
        [
          ...papers.filter((name) => existsSync(join(repository, name))),
          'dist/constructs/review/waivers.schema.json',
          'package.json',
        ].sort(),
      );
    });

    it('have types beside each program', () => {
      const files = filesOf(unpacked);
      const programs = files.filter((path) => path.endsWith('.js'));

      expect(programs).toContain('dist/constructs/core/system.js');
      expect(files.filter((path) => path.endsWith('.d.ts'))).toEqual(
        programs.map((path) => path.replace(/\.js$/, '.d.ts')),
      );
    });

    it('leave out what only our tests use', () => {
      expect(filesOf(unpacked)).not.toContain('dist/constructs/core/synth.js');
    });

    it('hold every entry file that the manifest names, and no other', () => {
      const entries = Object.values(manifest.exports).flatMap((entry) =>
        typeof entry === 'string' ? [] : [entry.default, entry.types],
      );
      const indexes = filesOf(unpacked).filter((path) =>
        /^dist\/constructs\/[a-z]+\/index\./.test(path),
      );

      expect(entries.map((path) => path.replace(/^\.\//, '')).sort()).toEqual(indexes);
    });

    it('are found by the classic resolution as by the new one', () => {
      const classic = Object.entries(manifest.typesVersions['*']);

      expect(
        Object.fromEntries(
          classic.map(([name, [path]]) => [name === '.' ? '.' : `./${name}`, path]),
        ),
      ).toEqual(
        Object.fromEntries(
          Object.entries(manifest.exports).flatMap(([name, entry]) =>
            typeof entry === 'string' ? [] : [[name, entry.types]],
          ),
        ),
      );
    });
  });

  describe.each(Object.entries(platforms))('%s', (name, platform) => {
    let path: string;
    beforeAll(() => {
      const programs = { 'system.ts': systemProgram, 'app.ts': awsProgram };
      // every entry is imported, and each platform's needs its bindings
      const peers = Object.keys(manifest.peerDependencies);
      path = project(name, platform, programs, [...new Set([...required(), ...peers])]);
      compile(path);
    });

    it('runs a declaration', () => {
      expect(run(process.execPath, ['system.js'], path)).toBe('/ -> api\n');
    });

    it('synthesizes a service on AWS', () => {
      run(process.execPath, ['app.js'], path);

      const json = readFileSync(join(path, 'cdktf.out/stacks/consumer/cdk.tf.json'), 'utf8');
      const { resource } = JSON.parse(json) as { resource: Record<string, object> };
      expect(Object.keys(resource)).toEqual(
        expect.arrayContaining(['aws_ecs_cluster', 'aws_ecs_service', 'aws_ecs_task_definition']),
      );
    });

    it('can import every entry', () => {
      const entries = Object.keys(manifest.exports).map((entry) =>
        entry.replace('.', '@slipway/constructs'),
      );
      const loads = entries.map((entry) => `require(${JSON.stringify(entry)})`);

      const code = `console.log([${loads.join()}].every((entry) => Object.keys(entry).length > 0))`;
      expect(run(process.execPath, ['-e', code], path)).toBe('true\n');
    });
  });

  describe('without the AWS bindings', () => {
    let path: string;
    beforeAll(() => {
      path = project(
        'without',
        platforms['module commonjs'],
        { 'system.ts': systemProgram },
        required(),
      );
      compile(path);
    });

    it('runs a declaration', () => {
      expect(run(process.execPath, ['system.js'], path)).toBe('/ -> api\n');
    });

    it('reviews a stack with the command, which needs neither bindings nor the framework', () => {
      const stack = {
        resource: {
          docker_container: { web: { name: 'web', ports: [{ internal: 80, external: 80 }] } },
        },
      };
      writeFileSync(join(path, 'cdk.tf.json'), JSON.stringify(stack));
      rmSync(join(path, 'node_modules/cdktf'));
      const command = join(path, 'node_modules/@slipway/constructs', manifest.bin.slipway);

      const report = run(process.execPath, [command, 'review', '.', '--no-rules'], path);

      expect(report).toMatch(/internet +web +80 /);
    });

    it('fails when the AWS entry is imported', () => {
      const load = () => run(process.execPath, ['-e', "require('@slipway/constructs/aws')"], path);

      expect(load).toThrow("Cannot find module '@cdktf/provider-aws/");
    });
  });
});
