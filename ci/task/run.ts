// npm run task: runs a command once, in a task that is like those of a service
import { ECSClient } from '@aws-sdk/client-ecs';
import { settingsFrom } from '../../stacks/settings';
import usages from '../usages.json';
import { endOf, startOneOff } from './one-off';

const { call, does } = usages['ci/task/run.ts'];

void main(process.argv.slice(2));

async function main([environment, service, ...command]: readonly string[]): Promise<void> {
  if (environment === '--help' || environment === '-h') {
    console.log(`${call}\n  ${does}`);
    return;
  }
  // what follows the service is the command's own, with its options
  const option = [environment, service].find((word) => word?.startsWith('-'));
  if (environment === undefined || service === undefined || command.length === 0 || option) {
    console.error(`${option ? `'${option}' is unknown here\n\n` : ''}${call}`);
    process.exitCode = 2;
    return;
  }
  try {
    const ecs = new ECSClient({ region: settingsFrom(process.env).region });
    const started = await startOneOff(ecs, { environment, service, command });
    const { group, stream } = started.logs;
    console.log(`started ${started.taskArn}`);
    console.log(`what it says: aws logs tail ${group} --log-stream-names ${stream} --follow`);
    const { exitCode, reason } = await endOf(ecs, started);
    console.log(
      `${exitCode === undefined ? 'never ran' : `ended with ${exitCode}`} ${reason}`.trim(),
    );
    process.exitCode = exitCode ?? 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
