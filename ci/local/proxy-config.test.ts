import { readFileSync } from 'node:fs';
import { localConfigPath, renderLocalConfig } from './proxy-config';

describe('the configuration that docker compose uses', () => {
  it('is what the system renders to; npm run nginx:local renders it again', () => {
    expect(readFileSync(localConfigPath, 'utf8') === renderLocalConfig()).toBe(true);
  });

  it('redirects to the port that is published', () => {
    expect(renderLocalConfig(9443)).toContain('9443');
  });
});
