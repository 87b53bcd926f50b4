import { runFolder, variablesFor } from './settings';

const run = runFolder('/tmp/run');
const variables = (user: Record<string, string> = {}) =>
  variablesFor(run, 'http://127.0.0.1:1234', user);

describe('the variables of a deployment', () => {
  it('lead every AWS client to the emulator', () => {
    expect(variables().AWS_ENDPOINT_URL).toBe('http://127.0.0.1:1234');
  });

  it.each(['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_S3', 'TF_VAR_x', 'TF_LOG'])(
    'hold nothing of the %s of the user',
    (name) => {
      expect(variables({ [name]: 'real' })).not.toHaveProperty(name);
    },
  );

  it('never hold the credentials of the user', () => {
    const user = { AWS_ACCESS_KEY_ID: 'real', AWS_SECRET_ACCESS_KEY: 'real' };

    expect(Object.values(variables(user))).not.toContain('real');
  });

  it('never name the files with the credentials of the user', () => {
    const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = variables();

    expect(AWS_CONFIG_FILE).toBe('/tmp/run/no-aws-config');
    expect(AWS_SHARED_CREDENTIALS_FILE).toBe('/tmp/run/no-aws-credentials');
  });

  it('replace a CLI configuration of the user', () => {
    const { TF_CLI_CONFIG_FILE } = variables({ TF_CLI_CONFIG_FILE: '/home/user/.terraformrc' });

    expect(TF_CLI_CONFIG_FILE).toBe('/tmp/run/terraform.rc');
  });

  it('keep what the user has set for other programs', () => {
    expect(variables({ PATH: '/bin', HTTPS_PROXY: 'http://proxy' })).toMatchObject({
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy',
    });
  });

  it('keep a proxy away from this machine, and the exceptions of the user', () => {
    expect(variables().NO_PROXY).toBe('127.0.0.1');
    expect(variables({ NO_PROXY: 'internal' }).NO_PROXY).toBe('127.0.0.1,internal');
  });
});
