const unit = require('./jest.config.js');

/** @type {import('jest').Config} the running system: needs Docker and Chromium */
module.exports = {
  ...unit,
  roots: ['<rootDir>/ci/e2e'],
  testMatch: ['**/*.e2e.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
