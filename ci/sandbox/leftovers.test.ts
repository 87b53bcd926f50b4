import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { sandbox } from '../../stacks/config';
import { isOfTrial } from './leftovers';

/** The log groups that the stack makes, as the snapshot shows them. */
function logGroups(): string[] {
  const file = join(repositoryRoot(), 'stacks/__snapshots__/ecs-sandbox.json');
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as {
    resource: { aws_cloudwatch_log_group: Record<string, { name: string }> };
  };
  return Object.values(resource.aws_cloudwatch_log_group).map(({ name }) => name);
}

describe('a log group that is left', () => {
  it('is found for each that the stack makes', () => {
    const missed = logGroups().filter((name) => !isOfTrial(name, sandbox.environment));

    expect(logGroups().length).toBeGreaterThan(0);
    expect(missed).toEqual([]);
  });

  it.each(['/ecs/prod/uptime', '/ecs/sandbox-2/uptime', '/http-api/sandbox-public-2', 'sandbox'])(
    'is not looked for in what is not of the trial: %s',
    (name) => {
      expect(isOfTrial(name, 'sandbox')).toBe(false);
    },
  );
});
