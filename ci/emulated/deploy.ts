// npm run deploy:emulated: the real cdktf and Terraform deploy the real stacks to an emulated AWS
import { project } from '../../stacks/config';
import { settingsFrom } from '../../stacks/settings';
import { tail } from '../command';
import { registryImages } from '../images/images';
import { missing, type Tool } from '../tools';
import { prepareByHand, secretValues } from './account';
import { readBackings } from './backings';
import { callStory } from './calls/story';
import { bucketFindings } from './checks/bucket';
import { cacheFindings } from './checks/cache';
import { entranceFindings } from './checks/entrance';
import { filesFindings } from './checks/files';
import { logQueryFindings, readQueries } from './checks/log-queries';
import { roleFindings } from './checks/roles';
import { securityGroupFindings } from './checks/security-groups';
import { serviceFindings } from './checks/services';
import { taskDefinitionFindings } from './checks/task-definitions';
import { readDeployed } from './deployed';
import { readEntrance } from './entrance';
import {
  backings,
  cacheCallers,
  expectedCalls,
  expectedContent,
  expectedFiles,
  expectedQueries,
  expectedSecrets,
  expectedTasks,
  repositories,
  singleWriters,
  workloads,
} from './expected';
import { faultStory } from './faults/story';
import { pushEmptyImage } from './image';
import { rareLeftoverFindings } from './leftover-kinds';
import { leftoverFindings } from './leftovers';
import { lockFindings } from './lock';
import { matrixStory } from './matrix/story';
import { optionsFrom, type Story } from './options';
import { Report } from './report';
import { sandboxStory } from './sandbox/story';
import { secrecyFindings } from './secrecy';
import { must, type Session, withEmulatedAws } from './session';
import { accountId, settings } from './settings';
import { stateFindings } from './state';

const environment = 'prod';
const stack = `ecs-${environment}`;
const stacks = ['aws-state', 'aws-foundation', stack];
const { stateBucket, domain } = settingsFrom(settings);

/** What a run can tell, one at a time. */
const stories: Readonly<Record<Story, (report: Report, session: Session) => Promise<void>>> = {
  stacks: stacksStory,
  matrix: matrixStory,
  sandbox: sandboxStory,
  faults: faultStory,
  calls: callStory,
};

void main();

async function main(): Promise<void> {
  const options = optionsFrom(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(options);
    process.exitCode = 2;
    return;
  }
  const report = new Report((line) => {
    console.log(line);
  });
  const absent = await missing(['terraform', 'python']);
  if (absent.length > 0) {
    process.exitCode = withoutTools(report, absent);
    return;
  }
  process.exitCode = await withEmulatedAws(report, {
    keep: options.keep,
    story: (session) => stories[options.story](report, session),
  });
}

/** A laptop goes on without a tool, continuous integration must not stay green. */
function withoutTools(report: Report, absent: readonly Tool[]): number {
  const needed = process.env.CI === 'true';
  for (const { name, adds } of absent) {
    const problem = `is missing; it would add ${adds}`;
    if (needed) report.add({ what: name, problem });
    else report.skip(name, problem);
  }
  report.finish();
  return Number(needed);
}

async function stacksStory(report: Report, session: Session): Promise<void> {
  const { account, cdktf } = session;
  await prepareByHand(account);

  await must(report, 'cdktf synth', cdktf.synth());
  report.step(session.pickProvider());
  await must(report, 'cdktf deploy aws-state', cdktf.deploy('aws-state'));
  await must(report, 'cdktf deploy aws-foundation', cdktf.deploy('aws-foundation'));

  const images = await deployWithoutImage(report, session);
  await must(report, `cdktf deploy ${stack}`, cdktf.deploy(stack));
  await checkDeployed(report, session, images);
  await checkPlans(report, session);

  report.step('deploy while another change runs');
  report.add(...(await lockFindings(cdktf, { s3: account.s3, bucket: stateBucket, stack })));

  for (const name of [...stacks].reverse()) {
    await must(report, `cdktf destroy ${name}`, cdktf.destroy(name));
  }
  report.add(...(await leftoverFindings(account, environment)));
  report.add(...(await rareLeftoverFindings(session.ask)));
}

/** Shows that an image that was not pushed stops the plan, then pushes it. Answers with each service's image, by its digest. */
async function deployWithoutImage(
  report: Report,
  { account, cdktf }: Session,
): Promise<Record<string, string>> {
  report.step('push all images but one');
  const registry = `${accountId}.dkr.ecr.${settings.SLIPWAY_AWS_REGION}.amazonaws.com`;
  const push = async ({ reference }: { readonly reference: string }) => {
    const [repository = '', tag = ''] = reference.split(':');
    const digest = await pushEmptyImage(account.ecr, repository, tag);
    return [repository.replace(`${project}/`, ''), `${registry}/${repository}@${digest}`] as const;
  };
  const [absent, ...others] = registryImages();
  if (!absent) throw new Error('the system has no image');
  const pushed = await Promise.all(others.map(push));

  report.step(`cdktf deploy ${stack} without ${absent.reference}`);
  const { code, output } = await cdktf.deploy(stack);
  const refused = code !== 0 && output.includes('IfMissingRunNpmRunBuildImagesPush');
  const what = 'a missing image fails the plan, which names the command that makes it';
  report.add(refused ? { what } : { what, problem: tail(output, 30) });
  const all = Object.fromEntries([...pushed, await push(absent)]) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(repositories).map(([name, repository]) => [name, all[repository] ?? '']),
  );
}

async function checkDeployed(
  report: Report,
  { account, ask }: Session,
  images: Record<string, string>,
): Promise<void> {
  report.step('ask the AWS API what is there');
  const deployed = await readDeployed(account, environment);
  const { files, cache, pages } = await readBackings(ask, environment);
  report.add(
    ...serviceFindings(deployed, {
      tasks: expectedTasks(environment),
      called: workloads,
      singleWriters,
    }),
    ...taskDefinitionFindings(deployed, {
      images,
      workloads,
      secrets: expectedSecrets(environment),
    }),
    ...roleFindings(deployed, repositories),
    ...securityGroupFindings(deployed, expectedCalls, backings),
    ...entranceFindings(await readEntrance(account), domain),
    ...filesFindings(files, deployed, expectedFiles),
    ...cacheFindings(cache, deployed, cacheCallers),
    ...bucketFindings(pages, deployed, expectedContent),
    ...logQueryFindings(await readQueries(ask), environment, expectedQueries(stack)),
    ...(await stateFindings(account.s3, stateBucket, stacks.slice(1))),
    ...(await secrecyFindings(account.s3, stateBucket, await secretValues(account))),
  );
}

async function checkPlans(report: Report, { cdktf }: Session): Promise<void> {
  report.step('plan every stack again');
  const plans = await Promise.all(stacks.map((name) => cdktf.plan(name)));
  report.add(
    ...plans.map(({ code, output }, at) => {
      const what = `the second plan of ${stacks[at]} is empty: No changes`;
      const empty = code === 0 && output.includes('No changes');
      return empty ? { what } : { what, problem: `exit code ${code}\n${tail(output, 60)}` };
    }),
  );
}
