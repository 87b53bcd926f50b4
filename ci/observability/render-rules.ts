import { writeFileSync } from 'node:fs';
import { renderRules, rulesPath } from './rules';

// npm run prometheus:local: renders the rules that `docker compose --profile observability up` uses
writeFileSync(rulesPath, renderRules());
console.log(`wrote ${rulesPath}`);
