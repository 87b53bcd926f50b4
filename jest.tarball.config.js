const unit = require('./jest.config.js');

/**
 * Tests of the package as it would be published: `npx jest -c jest.tarball.config.js`.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...unit,
  testMatch: ['**/*.tarball.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/services/[^/]+/'],
  testTimeout: 120_000,
};
