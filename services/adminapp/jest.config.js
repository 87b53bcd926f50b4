/** @type {import('jest').Config} */
module.exports = {
  // the standalone output holds copies of package.json
  modulePathIgnorePatterns: ['<rootDir>/.next', '<rootDir>/.test'],
  // a built server starts in a second, and in ten on a machine that has other things to do
  testTimeout: 30_000,
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } },
    ],
  },
};
