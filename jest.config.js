/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/constructs', '<rootDir>/stacks', '<rootDir>/ci', '<rootDir>/services'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/services/[^/]+/', '/e2e/'],
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
