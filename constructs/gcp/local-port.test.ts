import { localPeer, localPortOf } from './local-port';

describe('localPortOf', () => {
  it('is made from the name alone, between 20000 and 29999', () => {
    const names = Array.from({ length: 500 }, (_, at) => `service-${at}`);

    for (const name of names) {
      expect(localPortOf(name)).toBeGreaterThanOrEqual(20_000);
      expect(localPortOf(name)).toBeLessThan(30_000);
    }
    // a number that moves would move the environment of every caller
    expect(localPortOf('goapp')).toBe(29393);
  });
});

describe('localPeer', () => {
  it('leads to the sidecar', () => {
    expect(localPeer('goapp')).toEqual({
      name: 'goapp',
      host: 'localhost',
      port: 29393,
      url: 'http://localhost:29393',
    });
  });
});
