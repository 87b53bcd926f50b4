import { backendFromEnvironment } from './backend';

describe('backendFromEnvironment', () => {
  afterEach(() => {
    delete process.env.BACKEND_URL;
  });

  it('is http://localhost:8080 unless told otherwise, and waits less than a stop gives', () => {
    expect(backendFromEnvironment()).toEqual({ url: 'http://localhost:8080', timeoutMs: 5_000 });
  });

  it('is what BACKEND_URL says', () => {
    process.env.BACKEND_URL = 'http://goapp:8080';

    expect(backendFromEnvironment().url).toBe('http://goapp:8080');
  });
});
