const unit = require('./jest.config.js');

/** @type {import('jest').Config} what real providers say: each test runs where a mirror holds its provider */
module.exports = {
  ...unit,
  testMatch: ['**/*.provider.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/services/[^/]+/'],
  testTimeout: 900_000,
  maxWorkers: 1,
};
