import js from '@eslint/js';
import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { defaultTag } from './ci/lint/default-tag.mjs';
import { documented } from './ci/lint/documented.mjs';
import { fileName } from './ci/lint/file-name.mjs';
import { imports } from './ci/lint/imports.mjs';

// a fixture is a part of the tests beside it
const tests = ['**/*.test.{ts,tsx}', '**/*.fixture.ts'];

const builtInErrors =
  '/^(Error|AggregateError|EvalError|RangeError|ReferenceError|SyntaxError|TypeError|URIError)$/';
const noPlainError = {
  selector: `:matches(NewExpression, CallExpression)[callee.name=${builtInErrors}]`,
  message: 'throw a ValidationError for what a user can fix, an InternalError for our own bug',
};
const readonlyMembers = {
  selector:
    'ExportNamedDeclaration > TSInterfaceDeclaration > TSInterfaceBody > TSPropertySignature[readonly=false]',
  message: 'members of an exported interface are readonly',
};
const exportedInPlace = {
  selector: 'ExportNamedDeclaration[source=null][specifiers.length>0], ExportDefaultDeclaration',
  message: 'export a name where it is declared, by name',
};

export default defineConfig(
  globalIgnores(['dist/', 'cdktf.out/', 'coverage/', '.cache/']),
  // services in other languages have linters of their own
  globalIgnores([
    'services/*/',
    '!services/adminapp/',
    '!services/webapp/',
    'services/*/.*/',
    '**/next-env.d.ts',
  ]),
  {
    name: 'every file',
    linterOptions: {
      reportUnusedDisableDirectives: 'error',
      reportUnusedInlineConfigs: 'error',
    },
    plugins: {
      slipway: { rules: { 'default-tag': defaultTag, 'file-name': fileName, imports } },
    },
    rules: {
      'slipway/imports': 'error',
      'slipway/file-name': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 40 }],
    },
  },
  {
    name: 'plain JavaScript, untyped',
    files: ['**/*.{js,cjs,mjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'AbortSignal',
          'Buffer',
          'clearTimeout',
          'console',
          'fetch',
          'performance',
          'process',
          'setTimeout',
          'URL',
          'WebSocket',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  { name: 'CommonJS', files: ['**/*.{js,cjs}'], languageOptions: { sourceType: 'commonjs' } },
  {
    name: 'TypeScript, with types',
    files: ['**/*.ts'],
    ignores: ['services/*/**'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // error messages print received numbers as they are
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // a key is named to leave it out of the rest
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // `(stack) => build(stack)` reads better than the same in braces
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    name: 'TypeScript of a service, without types, which need the packages that it installs itself',
    files: ['services/*/**/*.{ts,tsx}'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
  },
  {
    name: 'pages, whose names are URLs or words of Next.js',
    files: ['services/*/pages/**'],
    rules: { 'slipway/file-name': 'off' },
  },
  {
    name: 'stacks',
    files: ['stacks/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', noPlainError] },
  },
  {
    name: 'library',
    files: ['constructs/**/*.ts'],
    // the view of a synthesized stack is read by tests alone and is not in the package
    ignores: [...tests, 'constructs/core/synth.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        { contexts: documented, require: { FunctionDeclaration: false }, enableFixer: false },
      ],
      'slipway/default-tag': 'error',
      'no-restricted-syntax': ['error', noPlainError, readonlyMembers, exportedInPlace],
    },
  },
  {
    name: 'tests',
    files: tests,
    rules: {
      // a describe block is as long as the behaviour that it lists
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400 }],
      // a test that meets undefined fails, which is what it is for
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
