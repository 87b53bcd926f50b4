import { writeFileSync } from 'node:fs';
import { localConfigPath, renderLocalConfig } from './proxy-config';

// npm run nginx:local: renders the configuration that `docker compose up` uses
writeFileSync(localConfigPath, renderLocalConfig());
console.log(`wrote ${localConfigPath}`);
