import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  searchOfThisMachine,
} from '../terraform/mirror';
import { Terraform } from './terraform';

const source = 'hashicorp/aws';
const mirror = findMirror(searchOfThisMachine(homedir()), source, '5.100.0');
const version = installableVersion(mirror, source, '5.100.0');
const variables = { ...process.env };

describe('Terraform in the folder of a stack', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-lock-'));
    const configuration = join(folder, 'terraform.rc');
    writeFileSync(configuration, cliConfiguration(mirror));
    process.env.TF_CLI_CONFIG_FILE = configuration;
    const aws = { source, version };
    const document = { terraform: { required_providers: { aws } } };
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(document));
  });

  afterAll(() => {
    process.env = { ...variables };
    rmSync(folder, { recursive: true });
  });

  it('takes the version that the stack asks for now, though an earlier run has locked another', async () => {
    const lock = join(folder, '.terraform.lock.hcl');
    const address = `registry.terraform.io/${source}`;
    writeFileSync(
      lock,
      `provider "${address}" {\n  version = "5.99.0"\n  constraints = "5.99.0"\n}\n`,
    );

    await new Terraform('one', folder).init();

    expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`version +=\\s+"${version}"`));
  });
});
