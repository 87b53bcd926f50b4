import { lintTexts } from './lint-texts';

type Row = readonly [path: string, statement: string, report: string | undefined];

const direction = (from: string, to: string, allowed: string): string =>
  `slipway/imports: '${from}' must not import '${to}'; it may import ${allowed}`;
const both = 'constructs/core, constructs/nginx';
const deepOnly = (source: string): string =>
  `slipway/imports: '${source}' loads every resource; import '@cdktf/provider-<name>/lib/<resource>'`;
const barrel = (source: string): string =>
  `slipway/imports: '${source}' is an entry file; import the file that declares the name`;
const internal = (source: string): string =>
  `slipway/imports: '${source}' is internal to cdktf; only ci/jest may touch it`;
const constructs = (source: string): string =>
  `slipway/imports: '${source}' makes constructs; review reads JSON, whoever made it`;

const tables: Record<string, readonly Row[]> = {
  'arrows between folders': [
    [
      'constructs/core/a.ts',
      "import '../nginx/b';",
      direction('constructs/core', 'constructs/nginx', 'no other folder'),
    ],
    ['constructs/nginx/a.ts', "import '../core/b';", undefined],
    [
      'constructs/nginx/a.ts',
      "import '../aws/b';",
      direction('constructs/nginx', 'constructs/aws', 'constructs/core'),
    ],
    ['constructs/aws/a.ts', "import '../core/b';", undefined],
    ['constructs/aws/a.ts', "import '../nginx/b';", undefined],
    ['constructs/aws/a.ts', "import './b';", undefined],
    [
      'constructs/aws/a.ts',
      "import '../gcp/b';",
      direction('constructs/aws', 'constructs/gcp', both),
    ],
    [
      'constructs/gcp/a.ts',
      "import '../docker/b';",
      direction('constructs/gcp', 'constructs/docker', both),
    ],
    [
      'constructs/docker/a.ts',
      "import '../aws/b';",
      direction('constructs/docker', 'constructs/aws', both),
    ],
    [
      'constructs/docker/a.test.ts',
      "import '../aws/b';",
      direction('constructs/docker', 'constructs/aws', both),
    ],
    ['constructs/review/a.ts', "import '../core/b';", undefined],
    ['constructs/review/rules/a.ts', "import '../model';", undefined],
    [
      'constructs/review/rules/a.ts',
      "import '../../aws/b';",
      direction('constructs/review', 'constructs/aws', 'constructs/core'),
    ],
    [
      'constructs/aws/a.ts',
      "import '../review/b';",
      direction('constructs/aws', 'constructs/review', both),
    ],
    [
      'constructs/other/a.ts',
      "import '../core/b';",
      "slipway/imports: 'constructs/other' has no row in the table of ci/lint/imports.mjs; add what it may import",
    ],
  ],
  'arrows out of the library': [
    [
      'constructs/aws/a.ts',
      "import '../../stacks/b';",
      direction('constructs/aws', 'stacks', both),
    ],
    [
      'constructs/aws/a.ts',
      "import '../../services/system';",
      direction('constructs/aws', 'services', both),
    ],
    [
      'constructs/core/a.ts',
      "import '../../ci/b';",
      direction('constructs/core', 'ci', 'no other folder'),
    ],
    ['stacks/a.ts', "import '../constructs/aws/b';", undefined],
    ['stacks/a.ts', "import '../services/system';", undefined],
    ['services/system.ts', "import '../constructs/core/b';", undefined],
    ['services/system.ts', "import '../constructs/core';", undefined],
    [
      'services/system.ts',
      "import '../constructs/aws/b';",
      direction('services', 'constructs/aws', 'constructs/core'),
    ],
    [
      'services/system.ts',
      "import '../stacks/b';",
      direction('services', 'stacks', 'constructs/core'),
    ],
    ['ci/a.ts', "import '../stacks/b';", undefined],
  ],
  'every form of an import': [
    [
      'constructs/core/a.ts',
      "import type { B } from '../aws/b';",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
    [
      'constructs/core/a.ts',
      "export const b = import('../aws/b');",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
    [
      'constructs/core/a.ts',
      "const b: import('../aws/b').B = 1;",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
    [
      'constructs/core/a.ts',
      "import b = require('../aws/b');",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
    [
      'constructs/core/index.ts',
      "export { b } from '../aws/b';",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
    [
      'constructs/core/index.ts',
      "export * from '../aws/b';",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
    [
      'constructs/core/a.test.ts',
      "jest.mock('../aws/b');",
      direction('constructs/core', 'constructs/aws', 'no other folder'),
    ],
  ],
  'entry files': [
    ['constructs/aws/a.ts', "import '../core';", barrel('../core')],
    ['constructs/aws/a.ts', "import '../core/index';", barrel('../core/index')],
    ['constructs/aws/a.ts', "import '.';", barrel('.')],
    ['constructs/aws/a.test.ts', "import './index';", barrel('./index')],
    ['stacks/a.ts', "import '../constructs/aws';", undefined],
    ['constructs/aws/index.ts', "export { A } from './a';", undefined],
    [
      'constructs/aws/a.ts',
      "export { B } from './b';",
      'slipway/imports: only the entry file index.ts of a folder exports what other files declare',
    ],
    [
      'constructs/aws/a.ts',
      "export * from './b';",
      'slipway/imports: only the entry file index.ts of a folder exports what other files declare',
    ],
    ['stacks/a.ts', "export { B } from './b';", undefined],
  ],
  packages: [
    ['constructs/aws/a.ts', "import '@cdktf/provider-aws/lib/ecs-service';", undefined],
    ['constructs/aws/a.ts', "import '@cdktf/provider-aws';", deepOnly('@cdktf/provider-aws')],
    [
      'constructs/aws/a.ts',
      "import '@cdktf/provider-aws/lib';",
      deepOnly('@cdktf/provider-aws/lib'),
    ],
    [
      'constructs/aws/a.ts',
      "import '@cdktf/provider-aws/lib/index';",
      deepOnly('@cdktf/provider-aws/lib/index'),
    ],
    [
      'stacks/a.ts',
      "import type { vpc } from '@cdktf/provider-aws';",
      deepOnly('@cdktf/provider-aws'),
    ],
    ['constructs/aws/a.ts', "import 'cdktf';", undefined],
    [
      'constructs/aws/a.ts',
      "import 'cdktf/lib/tokens/private/stack-trace';",
      internal('cdktf/lib/tokens/private/stack-trace'),
    ],
    ['ci/synth/a.ts', "import 'cdktf/lib/app';", internal('cdktf/lib/app')],
    ['ci/jest/a.js', "require('cdktf/lib/app');", undefined],
    ['ci/synth/a.js', "require('cdktf/lib/app');", internal('cdktf/lib/app')],
    ['constructs/review/a.ts', "import 'cdktf';", constructs('cdktf')],
    ['constructs/review/a.ts', "import 'constructs';", constructs('constructs')],
    [
      'constructs/review/a.ts',
      "import '@cdktf/provider-aws/lib/vpc';",
      constructs('@cdktf/provider-aws/lib/vpc'),
    ],
  ],
};

const rows = Object.values(tables).flat();
const reports = lintTexts(rows.map(([path, statement]) => ({ path, source: `${statement}\n` })));
const reported = new Map(
  rows.map(([path, statement], at) => [
    `${path}: ${statement}`,
    reports[at]!.filter((report) => report.startsWith('slipway/imports')),
  ]),
);

describe('imports', () => {
  describe.each(Object.entries(tables))('%s', (_, table) => {
    it.each(table)('%s: %s', (path, statement, report) => {
      expect(reported.get(`${path}: ${statement}`)).toEqual(report === undefined ? [] : [report]);
    });
  });
});
