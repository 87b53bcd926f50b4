import { columns } from '../../constructs/review/report/table';
import { synthesizedDocuments } from './documents';
import { changesBy } from './mutants/answer';
import { mutantsByStack } from './mutants/stacks';
import { outcomeProblems, ruleOutcomes } from './rule-mutants/outcome';
import { printOutcomes } from './rule-mutants/print';
import { stacksWithEverything } from './rule-mutants/stacks';

// npm run test:mutants: mistakes in the real stacks, and whether review answers as it must
const documents = synthesizedDocuments();
const results = mutantsByStack.flatMap(({ stack, prefix, mutants }) => {
  const document = documents.get(stack);
  if (!document) throw new Error(`no stack is named ${stack}`);
  return mutants.map((mutant) => {
    const found = changesBy(mutant, document, prefix);
    const right = JSON.stringify(found) === JSON.stringify([...mutant.changes].sort());
    return { stack, mutant, found, right };
  });
});
const rows = results.map(({ stack, mutant, found, right }) => [
  right ? 'seen' : 'WRONG',
  stack,
  mutant.name,
  found.length > 0 ? found.join('; ') : 'no change, as it must be',
]);
console.log(columns(['', 'stack', 'mistake', 'what the answer gains (+) and loses (-)'], rows));
const wrong = results.filter(({ right }) => !right);
console.log(
  `\n${results.length} mistakes, ${results.length - wrong.length} seen, ${wrong.length} not`,
);
const outcomes = ruleOutcomes(stacksWithEverything());
console.log(`\n${printOutcomes(outcomes)}`);
const problems = outcomeProblems(outcomes);
for (const problem of problems) console.error(problem);
process.exitCode = wrong.length + problems.length > 0 ? 1 : 0;
