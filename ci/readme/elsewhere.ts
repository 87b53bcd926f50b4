const account = 'asks a real account of AWS or its registry of images';
const google = 'asks Google Cloud, which nothing emulates here';
const person = 'is done by a person: it opens a browser, or takes rights or a name of their own';
const minutes = 'measures for minutes on a machine that does nothing else';
const broken =
  'mends what is broken; `npm run deploy:emulated -- --faults` breaks it and types this';
const named = 'names a program in a sentence, nothing to type as it stands';
const local =
  'needs an image in a registry and a stack in an account; `npm run pipeline:local` runs its program against both';
const provider = 'needs the real provider for Docker, as `npm run test:providers` does';

const login = 'docker login --username AWS --password-stdin $registry';
const fargate =
  '--region ${SLIPWAY_AWS_REGION:-us-east-1} --service-code fargate --quota-code L-3032A538';
const project = '--project my-project-123456';
const rollout =
  "--query 'services[].[serviceName,runningCount,desiredCount,deployments[0].rolloutState]' --output table";
const cosign = 'is a program that few machines have, and asks for an image that is signed';
const digest = '<host>/slipway/goapp@sha256:<digest>';
const bounds = '--scalable-dimension ecs:service:DesiredCount --min-capacity 4 --max-capacity 20';
const proxy =
  '-p 8443:8443 -p 8080:8080 -e NGINX_CONF -e GENERATE_LOGINS=1 --name proxy reverse-proxy';
const routes =
  'needs routes in NGINX_CONF; the tests of constructs/nginx start the image with some';

/** Why nothing here types the commands of a runbook. */
export const incident = 'is typed when an alarm fires, about what an account holds then';

/** Commands of the pages that nothing here runs, each with the reason. A test keeps it exact. */
export const elsewhere: ReadonlyMap<string, string> = new Map([
  ...because(account, [
    `aws ecr get-login-password --region \${SLIPWAY_AWS_REGION:-us-east-1} | ${login}`,
    'npm run build:images -- --push',
    'curl https://app.example.org/uptime',
    'npm run contract -- https://app.example.org --only webapp',
    'aws ecs update-service --cluster prod --service prod-reverse-proxy --force-new-deployment',
    'npm run contract -- https://app.example.org --only uptime',
    `aws ecs describe-services --cluster prod --services prod-uptime prod-reverse-proxy ${rollout}`,
    'aws logs tail /ecs/prod/reverse-proxy --since 15m',
    `aws logs filter-log-events --log-group-name /ecs/prod/users-api --filter-pattern '{ $.level = "ERROR" }'`,
    'query() { aws logs describe-query-definitions --query-definition-name-prefix $name --query "queryDefinitions[0].$1" --output text; }',
    'aws logs start-query --start-time $(($(date +%s) - 3600)) --end-time $(date +%s) --log-group-names $(query logGroupNames) --query-string "$(query queryString)"',
    'aws logs get-query-results --query-id <id>',
    `aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id service/prod/prod-webapp ${bounds}`,
    'npm run stack:deploy -- ecs-prod --key public.pem',
    `aws service-quotas get-service-quota ${fargate} --query Quota.Value`,
    `aws service-quotas request-service-quota-increase ${fargate} --desired-value 32`,
    'npm run drift -- ecs-prod',
    'npx cdktf diff ecs-sandbox-registry',
    'npx cdktf deploy ecs-sandbox-registry',
    'aws s3 cp s3://<state bucket>/ecs-prod.last-good.json - | jq -r .document > back/cdk.tf.json',
    'terraform -chdir=back init',
    'terraform -chdir=back apply',
    'terraform -chdir=back apply -refresh-only',
  ]),
  ...because(google, [
    'gcloud auth login',
    'gcloud auth application-default login',
    `gcloud services enable serviceusage.googleapis.com cloudresourcemanager.googleapis.com ${project}`,
    'gcloud projects create my-project-123456',
    'gcloud billing projects link my-project-123456 --billing-account 012345-6789AB-CDEF01',
    'gcloud projects delete my-project-123456',
    `gcloud logging read 'jsonPayload.level="error"' --limit 20`,
    'terraform -chdir=cdktf.out/stacks/gcp-run state rm <address in gcp-run>',
    'terraform -chdir=cdktf.out/stacks/gcp-foundation import <address in gcp-foundation> projects/<project>/serviceAccounts/prod-goapp@<project>.iam.gserviceaccount.com',
    'npx cdktf diff gcp-run',
    'npx cdktf deploy gcp-foundation',
    'gcloud secrets create prod-admin-login --replication-policy automatic --data-file login.txt --project $SLIPWAY_GCP_PROJECT',
    'gcloud auth configure-docker $host',
    'npm run build:images -- --push $host/$SLIPWAY_GCP_PROJECT',
    'npx cdktf deploy gcp-run',
    'npm run images:attest -- --key key.pem --registry $host/$SLIPWAY_GCP_PROJECT',
    'npm run stack:deploy -- gcp-run --key public.pem',
    'gcloud billing accounts list',
    `gcloud beta monitoring channels list --project $SLIPWAY_GCP_PROJECT --format 'table(displayName,verificationStatus)'`,
    'npx cdktf destroy gcp-run',
    'npx cdktf destroy gcp-foundation',
  ]),
  ...because(person, [
    'aws configure sso',
    'aws sso login',
    'sudo systemctl start docker',
    'sudo usermod -aG docker $USER',
  ]),
  ...because(minutes, [
    'npm run bench:synth',
    'npm run bench:synth -- 25',
    'npm run bench:fleet',
    'npm run bench:fleet -- 9',
    'npm run bench:review',
    'npm run bench:services',
    'npm run bench:services -- --rounds 15 --seconds 5',
    'go test -run - -bench .',
    'npm run test:faults -- --only kill-writer --rounds 1000',
    'npm run test:faults -- --only stop-replica --rounds 20',
    'npm run deploy:emulated -- --faults',
  ]),
  ...because(broken, [
    'terraform force-unlock -force <ID>',
    'terraform state push errored.tfstate',
    'terraform import <address> <name>',
  ]),
  ...because(named, [
    'npm run task',
    'aws route53 delete-hosted-zone',
    'aws secretsmanager delete-secret',
    'aws ecs deregister-task-definition',
    'aws logs delete-log-group',
    'terraform destroy -refresh=false',
    'cdktf deploy',
    'cdktf destroy',
    'cdktf synth',
    'cdktf ^0.21.0',
    'curl --insecure',
    'docker compose up',
    'git clone',
    'git switch --detach <commit>',
    'go test -race ./...',
    'node --cpu-prof',
    'node ci/synth/app.mjs',
    'npm install',
    'npm run contract',
    'npm run stack:deploy',
    'npm run schemas -- <folder>',
    'npx jest -c',
    'npx --no slipway',
    'npx tsc',
    'python -m pythonapp healthcheck',
    'python -m users_form healthcheck',
  ]),
  ...because(local, [
    'npm run images:attest',
    'npm run images:attest -- --key key.pem',
    'npm run images:verify',
    'npm run images:verify -- --key public.pem',
    'npm run stack:plan -- <stack>',
    'npm run stack:deploy -- <stack>',
    'npm run smoke -- <stack>',
    'npm run drift -- <stack>',
  ]),
  ...because(cosign, [
    `cosign verify --key public.pem --insecure-ignore-tlog=true ${digest}`,
    `cosign verify-attestation --type cyclonedx --key public.pem --insecure-ignore-tlog=true ${digest}`,
    'cosign verify --certificate-identity <identity> --certificate-oidc-issuer https://token.actions.githubusercontent.com <image>',
  ]),
  ...because(provider, [
    'npm run test:providers',
    'npx cdktf deploy local',
    'curl --insecure https://localhost:8444/uptime',
    'docker exec slipway-local-reverse-proxy cat /var/lib/reverse-proxy/logins/admin-login.txt',
    'npx cdktf destroy local',
  ]),
  ...because(routes, [
    `docker run --read-only ${proxy}`,
    'docker exec proxy cat /var/lib/reverse-proxy/logins/admin-login.txt',
  ]),
  [
    `gh api repos/<owner>/<name> --jq '.id, .owner.id'`,
    'asks GitHub about a repository, and there is none yet',
  ],
  ['npm run pipeline:local', 'builds, signs, deploys and breaks for longer than a suite may take'],
  ['npm run base-images:update', 'asks every registry and writes a file that is committed'],
  [
    'npm run dependencies:scan',
    'asks a public database of vulnerabilities, which answers otherwise tomorrow',
  ],
  [
    'npm run test:blind-spots',
    'installs checkov for itself alone; a unit test holds that review sees each input',
  ],
  ['npm ci', 'is what the tests themselves stand on; the pipeline begins with it'],
  ['npm test', 'is what this is a part of'],
  ['npm run fmt', 'writes what the suite format only compares'],
  ['npm run schemas', 'downloads every provider and writes files that are committed'],
  ['docker network prune', 'removes what belongs to others on this machine'],
  ['docker compose logs --follow', 'has no end'],
  ['valkey-cli ping', 'is a program of Valkey, which few machines have'],
  ["sqlite3 users.db 'SELECT * FROM users'", 'is a program that the page says how to do without'],
  [
    'SLIPWAY_HTTPS_PORT=9443 SLIPWAY_HTTP_PORT=9080 docker compose up --wait',
    'takes fixed ports; every other test of the compose file chooses ports by these variables',
  ],
]);

function because(reason: string, commands: readonly string[]): [string, string][] {
  return commands.map((command) => [command, reason]);
}
