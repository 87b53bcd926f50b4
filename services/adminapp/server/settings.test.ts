import { readSettings } from './settings';

describe('readSettings', () => {
  it('is port 3000, and 9090 for metrics, unless told otherwise', () => {
    expect(readSettings({})).toEqual({ port: 3000, metricsPort: 9090 });
  });

  it('takes both ports from the environment', () => {
    const environment = { PORT: '8000', METRICS_PORT: '0', BACKEND_URL: 'http://goapp:8080' };

    expect(readSettings(environment)).toEqual({ port: 8000, metricsPort: 0 });
  });

  it.each(['http', '-1', '65536', '80.5'])('fails when a port is %s', (value) => {
    expect(() => readSettings({ PORT: value })).toThrow(
      `'PORT' must be a port from 0 to 65535, got '${value}'`,
    );
  });

  it('fails when the metrics would be on the public port', () => {
    expect(() => readSettings({ PORT: '9090' })).toThrow(
      "'METRICS_PORT' must differ from 'PORT', got 9090 for both; metrics are not public",
    );
  });

  it.each(['goapp:8080', 'ftp://goapp', 'http://'])('fails when the backend is %s', (value) => {
    expect(() => readSettings({ BACKEND_URL: value })).toThrow(
      `'BACKEND_URL' must be like http://goapp:8080, got '${value}'`,
    );
  });

  it('reports every problem at once', () => {
    const environment = { PORT: 'a', METRICS_PORT: 'b', BACKEND_URL: 'c' };

    expect(() => readSettings(environment)).toThrow(/'PORT'.*'METRICS_PORT'.*'BACKEND_URL'/);
  });
});
