import { readSettings } from './settings';

describe('readSettings', () => {
  it('is what the documentation says unless told otherwise', () => {
    const defaults = {
      port: 3000,
      metricsPort: 9090,
      backendUrl: 'http://localhost:8090',
      allowedOrigins: [],
      maxConnections: 500,
    };

    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ PORT: '', BACKEND_URL: '', MAX_CONNECTIONS: '' })).toEqual(defaults);
  });

  it('takes everything from the environment', () => {
    const environment = {
      PORT: '8000',
      METRICS_PORT: '0',
      BACKEND_URL: 'https://pythonapp.example',
      ALLOWED_ORIGINS: ' https://a.example ,http://b.example:8080/,',
      MAX_CONNECTIONS: '7',
    };

    expect(readSettings(environment)).toEqual({
      port: 8000,
      metricsPort: 0,
      backendUrl: 'https://pythonapp.example',
      allowedOrigins: ['https://a.example', 'http://b.example:8080'],
      maxConnections: 7,
    });
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

  it.each([
    'http://pythonapp:8090',
    'http://pythonapp:80',
    'http://pythonapp:8090/',
    'https://a.b',
  ])('takes the backend %s', (value) => {
    expect(readSettings({ BACKEND_URL: value }).backendUrl).toBe(value);
  });

  it.each([
    'pythonapp:8090',
    'ws://pythonapp:8090',
    'http://',
    'http://pythonapp:8090/chat',
    'http://pythonapp:8090/?a=b',
    'http://user:secret@pythonapp:8090',
  ])('fails when the backend is %s', (value) => {
    expect(() => readSettings({ BACKEND_URL: value })).toThrow(
      `'BACKEND_URL' must be like http://pythonapp:8090, got '${value}'`,
    );
  });

  it.each(['*', 'null', 'example.com', 'https://*.example.com/x', 'file:///x', 'https://a.b/c'])(
    'fails when an allowed origin is %s',
    (value) => {
      expect(() => readSettings({ ALLOWED_ORIGINS: `https://ok.example,${value}` })).toThrow(
        `'ALLOWED_ORIGINS' must list origins like https://example.com, got '${value}'`,
      );
    },
  );

  it.each(['0', '-1', '1.5', '1e3', 'many', '100001', '9999999'])(
    'fails when the most connections are %s',
    (value) => {
      expect(() => readSettings({ MAX_CONNECTIONS: value })).toThrow(
        `'MAX_CONNECTIONS' must be from 1 to 100000, got '${value}'`,
      );
    },
  );

  it('reports every problem at once', () => {
    const environment = { PORT: 'a', METRICS_PORT: 'b', BACKEND_URL: 'c', MAX_CONNECTIONS: 'd' };

    expect(() => readSettings(environment)).toThrow(
      /'PORT'.*'METRICS_PORT'.*'BACKEND_URL'.*'MAX_CONNECTIONS'/,
    );
  });
});
