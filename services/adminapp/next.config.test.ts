import type { NextConfig } from 'next';

function configFor(basePath: string | undefined): NextConfig {
  if (basePath === undefined) delete process.env.BASE_PATH;
  else process.env.BASE_PATH = basePath;
  let config: NextConfig = {};
  jest.isolateModules(() => {
    config = (jest.requireActual('./next.config') as { default: NextConfig }).default;
  });
  return config;
}

describe('BASE_PATH', () => {
  afterEach(() => {
    delete process.env.BASE_PATH;
  });

  it.each([
    [undefined, '/admin'],
    ['', ''],
    ['/tools/users', '/tools/users'],
  ])('%p mounts everything at %p', (value, basePath) => {
    expect(configFor(value).basePath).toBe(basePath);
  });

  it.each(['admin', '/', '/admin/', '/a b', '//a'])('fails when it is %p', (value) => {
    expect(() => configFor(value)).toThrow(`'BASE_PATH' must be empty or like '/admin'`);
  });
});
