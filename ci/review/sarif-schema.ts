import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';

/** The schema of SARIF 2.1.0, as Microsoft publishes it with its matchers; of that package nothing else is used. */
const schemaFile = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

/** A function that says where a document is not SARIF 2.1.0, one line for each place. */
export function sarifProblems(): (document: unknown) => string[] {
  // one of its patterns is none with the flag u; strict is about schemas that say more than they need to
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  return (document) =>
    validate(document)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message = 'is wrong' }) =>
          `${instancePath} ${message}`.trim(),
        );
}
