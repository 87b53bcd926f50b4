import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeApp } from './app';
import { environments, needsDomain } from './config';
import { settingsFrom } from './settings';

const set = {
  SLIPWAY_AWS_ACCOUNT_ID: '123456789012',
  SLIPWAY_AWS_REGION: 'eu-west-1',
  SLIPWAY_DOMAIN: 'app.example.org',
  SLIPWAY_NOTIFY_EMAIL: 'oncall@example.org',
};

describe('settings', () => {
  it('are obvious placeholders until they are set', () => {
    const settings = settingsFrom({});

    expect(settings).toMatchObject({
      accountId: '000000000000',
      domain: 'app.example.com',
      zone: 'example.com',
      stateBucket: 'set-slipway-aws-account-id-first',
      disposable: false,
    });
    expect(settings.placeholders).toHaveLength(3);
  });

  it('are not set where a variable is empty, as a workflow hands on what the repository has not', () => {
    const names = [...Object.keys(set), 'SLIPWAY_GCP_PROJECT', 'SLIPWAY_GCP_ZONE', 'SLIPWAY_ZONE'];
    const empty = Object.fromEntries(names.map((name) => [name, '']));

    expect(settingsFrom(empty)).toEqual(settingsFrom({}));
    expect(settingsFrom({ ...set, SLIPWAY_GCP_PROJECT: '' })).toEqual(settingsFrom(set));
  });

  it('come from the environment variables', () => {
    expect(settingsFrom({ ...set, SLIPWAY_DISPOSABLE: '1' })).toEqual({
      accountId: '123456789012',
      region: 'eu-west-1',
      domain: 'app.example.org',
      zone: 'example.org',
      stateBucket: 'slipway-state-123456789012',
      disposable: true,
      notifyEmail: 'oncall@example.org',
      sandbox: { state: 'local' },
      local: {
        environment: 'slipway-local',
        httpsPort: 8444,
        httpPort: 8081,
        disposable: true,
      },
      google: {
        projectId: 'set-slipway-gcp-project',
        region: 'us-central1',
        placeholders: ['SLIPWAY_GCP_PROJECT to the id of your project'],
      },
      placeholders: [],
      accountPlaceholders: [],
    });
    expect(
      settingsFrom({ ...set, SLIPWAY_ZONE: 'example.org', SLIPWAY_STATE_BUCKET: 'mine' }),
    ).toMatchObject({ stateBucket: 'mine' });
  });

  it('fails when a variable is misspelt or nothing reads it, with every other problem', () => {
    const wrong = {
      ...set,
      SLIPWAY_DOMAINS: 'app.example.org',
      SLIPWAY_SOMETHING_ELSE_ENTIRELY: '1',
      SLIPWAY_ZONE: 'none',
    };

    expect(() => settingsFrom(wrong)).toThrow(
      /'SLIPWAY_DOMAINS' is set, and nothing reads it; did you mean 'SLIPWAY_DOMAIN'\?[^]*'SLIPWAY_SOMETHING_ELSE_ENTIRELY' is set, and nothing reads it; unset it, [^]*'SLIPWAY_ZONE' is 'none'/,
    );
    expect(() => settingsFrom({ ...set, OTHER: '1', SLIPWAY_DOMAINS: '' })).not.toThrow();
  });

  it('say where the system on this machine listens', () => {
    const ports = { SLIPWAY_LOCAL_HTTPS_PORT: '65535', SLIPWAY_LOCAL_HTTP_PORT: '1' };

    expect(settingsFrom({ ...ports, SLIPWAY_LOCAL_NAME: 'mine' }).local).toEqual({
      environment: 'mine',
      httpsPort: 65535,
      httpPort: 1,
      disposable: false,
    });
  });

  it('may name the zone itself as the domain', () => {
    expect(settingsFrom({ ...set, SLIPWAY_DOMAIN: 'example.org' }).zone).toBe('example.org');
  });

  it('has a budget on Google Cloud where the account and the amount are set', () => {
    const account = { SLIPWAY_GCP_BILLING_ACCOUNT: '012345-6789AB-CDEF01' };
    const both = { ...account, SLIPWAY_GCP_BUDGET: '200' };

    expect(settingsFrom(both).google.budget).toEqual({
      billingAccount: '012345-6789AB-CDEF01',
      monthlyAmount: 200,
    });
    expect(settingsFrom({}).google.budget).toBeUndefined();
    expect(() => settingsFrom(account)).toThrow(
      /'SLIPWAY_GCP_BILLING_ACCOUNT' is '012345-6789AB-CDEF01', but 'SLIPWAY_GCP_BUDGET' is not/,
    );
    expect(() => settingsFrom({ SLIPWAY_GCP_BUDGET: '200' })).toThrow(
      /'SLIPWAY_GCP_BUDGET' is '200', but 'SLIPWAY_GCP_BILLING_ACCOUNT' is not set/,
    );
  });

  it('name a host of Google Cloud and its zone only where both make sense', () => {
    const domain = { SLIPWAY_GCP_DOMAIN: 'run.example.org' };
    const zone = { SLIPWAY_GCP_ZONE: 'example.org' };

    expect(settingsFrom({}).google).toMatchObject({ domain: undefined, zone: undefined });
    expect(settingsFrom(domain).google).toMatchObject({ domain: 'run.example.org' });
    expect(settingsFrom({ ...domain, ...zone }).google).toMatchObject({ zone: 'example.org' });
    expect(() => settingsFrom(zone)).toThrow(
      /'SLIPWAY_GCP_ZONE' is 'example.org', but 'SLIPWAY_GCP_DOMAIN' is not set/,
    );
  });

  it('keep the state of a trial on this machine unless told otherwise', () => {
    expect(settingsFrom({}).sandbox.state).toBe('local');
    expect(settingsFrom({ SLIPWAY_SANDBOX_STATE: 's3' }).sandbox.state).toBe('s3');
  });

  it('fail when a variable has not its form, all at once', () => {
    const wrong = {
      SLIPWAY_AWS_ACCOUNT_ID: '12',
      SLIPWAY_AWS_REGION: 'Europe',
      SLIPWAY_DOMAIN: 'https://a.org',
      SLIPWAY_STATE_BUCKET: 'a.b',
      SLIPWAY_DISPOSABLE: 'yes',
      SLIPWAY_PERMISSIONS_BOUNDARY: 'workload-boundary',
      SLIPWAY_NOTIFY_EMAIL: 'oncall',
      SLIPWAY_AWS_BUDGET: '0',
      SLIPWAY_SANDBOX_STATE: 'here',
      SLIPWAY_GCP_PROJECT: '12',
      SLIPWAY_GCP_REGION: 'europe',
      SLIPWAY_GCP_DOMAIN: 'run',
      SLIPWAY_GCP_ZONE: 'example',
      SLIPWAY_GCP_BILLING_ACCOUNT: 'mine',
      SLIPWAY_GCP_BUDGET: '0.5',
      SLIPWAY_LOCAL_NAME: 'Mine',
      SLIPWAY_LOCAL_HTTPS_PORT: '65536',
      SLIPWAY_LOCAL_HTTP_PORT: '0',
    };

    for (const [name, value] of Object.entries(wrong)) {
      expect(() => settingsFrom(wrong)).toThrow(`'${name}' is '${value}'`);
    }
  });
});

describe('a plan with a placeholder left', () => {
  const variablesOf = (stack: string) => {
    const snapshot = readFileSync(join(__dirname, '__snapshots__', `${stack}.json`), 'utf8');
    return JSON.parse(snapshot) as {
      variable: { placeholders: { default: string; validation: Record<string, string>[] } };
    };
  };

  it.each(['aws-foundation', 'ecs-prod'])('of %s ends with what to set', (stack) => {
    const { variable } = variablesOf(stack);

    expect(variable.placeholders.default).not.toBe('');
    expect(variable.placeholders.validation).toEqual([
      {
        condition: '${var.placeholders == ""}',
        error_message: expect.stringMatching(
          /^Before deploying, set SLIPWAY_AWS_ACCOUNT_ID .*, and SLIPWAY_DOMAIN /,
        ) as string,
      },
    ]);
  });

  it('asks for an account alone, where a system on Google Cloud or a trial keeps its state on AWS', () => {
    const { variable } = variablesOf('aws-state');
    const [{ error_message: message } = {}] = variable.placeholders.validation;

    expect(message).toMatch(/^Before deploying, set SLIPWAY_AWS_ACCOUNT_ID /);
    expect(message).not.toMatch(/DOMAIN|EMAIL/);
  });
});

describe('a plan of Google Cloud with a placeholder left', () => {
  const message = (variables: Readonly<Record<string, string>>) =>
    settingsFrom(variables).google.placeholders.join(', and ');

  it.each(['gcp-foundation', 'gcp-run'])('of %s ends with what to set', (stack) => {
    const snapshot = readFileSync(join(__dirname, '__snapshots__', `${stack}.json`), 'utf8');
    const { variable } = JSON.parse(snapshot) as {
      variable: { placeholders: { validation: Record<string, string>[] } };
    };

    expect(variable.placeholders.validation[0]!.error_message).toMatch(
      /^Before deploying, set SLIPWAY_GCP_PROJECT .*, and SLIPWAY_AWS_ACCOUNT_ID .* keeps the state/,
    );
    expect(variable.placeholders.validation[0]!.error_message).not.toContain('DOMAIN');
  });

  it('asks for no more than it needs of AWS', () => {
    const google = { SLIPWAY_GCP_PROJECT: 'my-project', SLIPWAY_NOTIFY_EMAIL: 'a@example.org' };

    expect(message({ ...google, SLIPWAY_AWS_ACCOUNT_ID: '123456789012' })).toBe('');
    expect(message({ ...google, SLIPWAY_STATE_BUCKET: 'mine' })).toBe('');
    expect(message(google)).toMatch(/^SLIPWAY_AWS_ACCOUNT_ID /);
    expect(message(set)).toMatch(/^SLIPWAY_GCP_PROJECT /);
    expect(settingsFrom(set).placeholders).toEqual([]);
  });
});

describe('environments', () => {
  it('need a domain unless all are behind CloudFront', () => {
    const [domain, cloudFront] = [{ entrance: 'domain' }, { entrance: 'cloudFront' }] as const;

    expect(needsDomain(environments)).toBe(true);
    expect(needsDomain({ prod: cloudFront, dev: domain })).toBe(true);
    expect(needsDomain({ prod: cloudFront })).toBe(false);
  });

  it('run in two zones or more, by their letters', () => {
    for (const { zones } of Object.values(environments)) {
      expect(zones.length).toBeGreaterThan(1);
      for (const zone of zones) expect(zone).toMatch(/^[a-z]$/);
    }
  });

  it('are in the region of the settings, with everything that they share', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'slipway-region-'));
    composeApp(settingsFrom(set), { outdir }).synth();
    const texts = readdirSync(join(outdir, 'stacks')).map((stack) =>
      readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'),
    );
    rmSync(outdir, { recursive: true });

    for (const text of texts.filter((one) => one.includes('"aws"'))) {
      expect(text).toContain('"region": "eu-west-1"');
      // the second provider, and the topic and alarm of the check of the entrance, can be nowhere else
      const elsewhere = /"aws\.us-east-1"|"(alias|region)": "us-east-1"|:cloudwatch:us-east-1:/g;
      expect(text.replaceAll(elsewhere, '')).not.toContain('us-east-1');
    }
  });
});
