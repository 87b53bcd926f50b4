const unit = require('./jest.config.js');

/** @type {import('jest').Config} what the real Terraform and the real provider say: needs Terraform */
module.exports = {
  ...unit,
  testMatch: ['**/*.terraform.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/services/[^/]+/'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
