import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { credentials, settings } from './settings';

/** The account as its API shows it. */
export interface Account {
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly iam: IAMClient;
  readonly route53: Route53Client;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
}

/** Clients of the emulated account. */
export function accountAt(endpoint: string): Account {
  // the clients announce years ahead which Node.js they will need
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const options = { endpoint, region: settings.SLIPWAY_AWS_REGION, credentials, maxAttempts: 1 };
  return {
    ec2: new EC2Client(options),
    ecr: new ECRClient(options),
    ecs: new ECSClient(options),
    elb: new ElasticLoadBalancingV2Client(options),
    iam: new IAMClient(options),
    route53: new Route53Client(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    secrets: new SecretsManagerClient(options),
  };
}

/** Makes what the documentation asks an owner to have before the first deployment: a zone, and the login of /admin. */
export async function prepareByHand({ route53, secrets }: Account): Promise<void> {
  await route53.send(
    new CreateHostedZoneCommand({ Name: settings.SLIPWAY_ZONE, CallerReference: 'by hand' }),
  );
  await secrets.send(
    new CreateSecretCommand({ Name: 'prod/admin-login', SecretString: 'admin:not-a-real-one' }),
  );
}

/** The value of every entry of Secrets Manager, made by hand or drawn: no state may hold one of these. */
export async function secretValues({ secrets }: Account): Promise<string[]> {
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const entries = await Promise.all(
    SecretList.map(({ ARN }) => secrets.send(new GetSecretValueCommand({ SecretId: ARN }))),
  );
  return entries.map(({ SecretString = '' }) => SecretString);
}
