import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsBelow } from '../docs/table';
import { type Bill, costRows, monthlyCost, printCost, unknownKinds } from './cost';
import { prices } from './prices';

const root = join(__dirname, '../..');
const snapshot = (name: string) =>
  JSON.parse(readFileSync(join(root, 'stacks/__snapshots__', `${name}.json`), 'utf8')) as Bill;
const trial = [snapshot('ecs-sandbox-registry'), snapshot('ecs-sandbox')];
const lines = monthlyCost(trial);

describe('the monthly cost of a trial', () => {
  it('is what the prices say of what Terraform will make', () => {
    expect(costRows(lines).slice(1)).toEqual([
      ['Fargate on ARM, processor, on Spot', '1 x 0.25 vCPU x 730 h', '1.77 to 5.91'],
      ['Fargate on ARM, memory, on Spot', '1 x 0.5 GB x 730 h', '0.39 to 1.30'],
      ['Public IPv4 address', '1 x 730 h', '3.65'],
      ['Private hosted zone', '1', '0.50'],
      ['HTTP API requests', '100000 assumed', '0.10'],
      ['CloudWatch Logs, taken in', '0.1 GB assumed', '0.05'],
      ['ECR, images kept', '0.01 GB assumed', '0.00'],
      ['Traffic to the internet', '0.1 GB assumed', '0.01'],
      ['Together', 'Spot at -70 % to no discount at all', '6.47 to 11.52'],
    ]);
  });

  it('has thought of every kind of resource in the stacks', () => {
    expect(unknownKinds(trial)).toEqual([]);
  });

  it('fails when something comes in that nobody has thought of', () => {
    const more: Bill = { resource: { aws_nat_gateway: { N: {} }, aws_vpc: { V: {} } } };

    expect(unknownKinds([...trial, more])).toEqual(['aws_nat_gateway']);
  });

  it('grows with the number of tasks and their size', () => {
    const [registry, stack] = structuredClone(trial) as [Bill, Bill];
    const service = Object.values(stack.resource!.aws_ecs_service!)[0] as Record<string, unknown>;
    service.desired_count = 2;

    const sum = (of: typeof lines) => of.reduce((total, { to }) => total + to, 0);
    expect(sum(monthlyCost([registry, stack])) - sum(lines)).toBeCloseTo(7.21 + 3.65, 1);
  });

  it('is printed with the date and the place of its prices, and with what has none', () => {
    const text = printCost(lines);

    expect(text).toContain('6.47 to 11.52');
    expect(text).toContain('the oldest of 2026-03, from ci/sandbox/prices.ts');
    expect(text).toMatch(/Not priced: look-ups .*; taxes\.$/);
  });

  it('names a page and a date for each price', () => {
    for (const { page, asOf } of Object.values(prices)) {
      expect(page).toMatch(/pricing/);
      expect(asOf).toMatch(/^2026-\d\d(-\d\d)?$/);
    }
  });

  it('stands in the documentation as it is', () => {
    const page = readFileSync(join(root, 'docs/sandbox.md'), 'utf8');

    expect(rowsBelow(page, '| What ')).toEqual(costRows(lines).slice(1));
  });
});
