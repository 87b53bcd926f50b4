const unit = require('./jest.config.js');

/**
 * The stacks on the community fork: `npx jest -c jest.exit.config.js`. It asks the npm registry.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...unit,
  testMatch: ['**/*.exit.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/services/[^/]+/'],
  testTimeout: 120_000,
};
