/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // some synthesize whole stacks, and machines are busy
  testTimeout: 30_000,
  // nothing else is at work meanwhile; jest itself would leave one processor idle
  maxWorkers: '100%',
  // cdktf keeps its matchers on the global scope between files
  testEnvironmentOptions: { globalsCleanup: 'off' },
  roots: ['<rootDir>/constructs', '<rootDir>/stacks', '<rootDir>/ci', '<rootDir>/services'],
  testMatch: ['**/*.test.ts'],
  // *.container.test.ts needs a Docker engine: see jest.container.config.js
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/services/[^/]+/',
    // these need Docker, Terraform, a provider or a packed library: each kind has a jest.<kind>.config.js
    '\\.(container|e2e|exit|provider|tarball|terraform)\\.test\\.ts$',
  ],
  modulePathIgnorePatterns: [
    '<rootDir>/services/[^/]+/',
    '<rootDir>/dist/',
    '<rootDir>/cdktf.out/',
  ],
  // half of a synthesizing test's time is stack traces of tokens that nobody reads
  setupFiles: ['<rootDir>/ci/jest/no-token-stack-traces.js'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
      },
    ],
  },
};
