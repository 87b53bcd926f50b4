import { compareFacts, unexplainedOf } from './comparison';
import { declaredOnPlatforms } from './declared';
import { parityDocuments } from './documents';
import { renderedFacts } from './rendered';
import { printParity } from './report';

// npm run test:parity: what every platform runs, beside the declaration
const rows = compareFacts(declaredOnPlatforms(), renderedFacts(parityDocuments()));
console.log(printParity(rows));
process.exitCode = unexplainedOf(rows).length > 0 ? 1 : 0;
