/** @type {import('jest').Config} */
module.exports = {
  // the standalone output holds copies of package.json
  modulePathIgnorePatterns: ['<rootDir>/.next', '<rootDir>/.test'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } },
    ],
  },
};
