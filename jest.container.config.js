const unit = require('./jest.config.js');

/**
 * Tests against real containers: `npx jest -c jest.container.config.js`. They need a Docker engine.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...unit,
  testMatch: ['**/*.container.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/services/[^/]+/'],
  testTimeout: 120_000,
  // the containers are at work beside it
  maxWorkers: 1,
};
