import { printedSource } from './prices';
import { byUse } from './system';
import { costTables } from './tables';

// npm run cost: what the system costs at rest, and what each way out of a network costs
for (const [name, rows] of Object.entries(costTables)) {
  console.log(`${name}, USD a month\n\n${printed(rows())}\n`);
}
console.log(printedSource());
console.log(`By use, and not in it: ${Object.values(byUse).join('; ')}; traffic; taxes.`);

function printed(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
