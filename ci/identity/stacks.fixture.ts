import { GithubIdentity as AwsIdentity } from '../../constructs/aws/github-identity';
import { SynthesizedStack, synth } from '../../constructs/core/synth';
import {
  GithubIdentity as GoogleIdentity,
  type GithubIdentityProps,
} from '../../constructs/gcp/github-identity';

/** Services whose accounts are made beside the identities. */
const servicesOfGoogle = ['prod-goapp', 'prod-reverse-proxy'];

const repository = { owner: 'octo-org', name: 'octo-repo', id: '74' };

/** The identities in an account of AWS, with the states of another cloud beside. */
export function awsIdentity(): SynthesizedStack {
  return synth((stack) => {
    new AwsIdentity(stack, 'Github', {
      prefix: 'slipway',
      repository,
      environments: ['ecs-prod'],
      names: ['prod'],
      stateBucket: 'slipway-state-123456789012',
      repositoryArns: ['arn:aws:ecr:us-east-1:123456789012:repository/slipway/goapp'],
      stateEnvironments: ['gcp-run'],
      contentBuckets: ['prod-pages'],
    });
  });
}

/** The identities in a project of Google Cloud. */
export function googleIdentity(
  { services }: Pick<GithubIdentityProps, 'services'> = { services: servicesOfGoogle },
): SynthesizedStack {
  return synth((stack) => {
    new GoogleIdentity(stack, 'Github', {
      prefix: 'slipway',
      repository,
      environments: ['gcp-run'],
      projectId: 'my-project',
      location: 'europe-west1',
      registryName: 'slipway',
      contentBuckets: ['my-project-prod-pages'],
      services,
    });
  });
}

/** A stack whose document was changed as text, as somebody would change the code. */
export function changed(
  stack: SynthesizedStack,
  change: (text: string) => string,
): SynthesizedStack {
  const before = JSON.stringify(stack.json);
  const after = change(before);
  if (after === before) throw new RangeError('the change finds nothing to change');
  return new SynthesizedStack(JSON.parse(after) as SynthesizedStack['json']);
}
