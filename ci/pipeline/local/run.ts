import { type Finding, Report } from '../../emulated/report';
import { withEmulatedAws } from '../../emulated/session';
import { missing } from '../../tools';
import { runProgram, say } from '../refusal';
import { deployStory } from './deploy-story';
import { imagesStory } from './images-story';
import { Pipeline } from './pipeline';

// npm run pipeline:local: the scripts of the pipeline from a push to the way back, on this machine alone
runProgram('ci/pipeline/local/run.ts', async ({ flags }) => {
  const report = new Report(say);
  const absent = await missing(['docker', 'go', 'terraform', 'python']);
  if (absent.length > 0) {
    // a laptop goes on without a tool, continuous integration must not stay green
    const needed = process.env.CI === 'true';
    for (const { name, adds } of absent) {
      const finding: Finding = { what: name, problem: `is missing; it would add ${adds}` };
      if (needed) report.add(finding);
      else report.skip(name, finding.problem ?? '');
    }
    report.finish();
    return Number(needed);
  }
  return withEmulatedAws(report, {
    keep: flags.keep === true,
    story: async (session) => {
      const pipeline = await Pipeline.in(session);
      try {
        await imagesStory(report, pipeline);
        if (flags['only-images'] !== true) await deployStory(report, pipeline);
      } finally {
        pipeline.interceptor.vanish();
      }
    },
  });
});
