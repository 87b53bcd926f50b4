import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  cliConfiguration,
  findMirror,
  installableVersion,
  type MirrorSearch,
  platformOf,
} from './mirror';

const aws = 'registry.terraform.io/hashicorp/aws';

describe('a provider mirror', () => {
  let machine: string;
  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), 'slipway-mirror-'));
  });
  afterEach(() => rmSync(machine, { recursive: true }));

  const file = (path: string): void => {
    mkdirSync(dirname(join(machine, path)), { recursive: true });
    writeFileSync(join(machine, path), '');
  };
  const search = (variables: MirrorSearch['variables'] = {}): MirrorSearch => ({
    variables: { XDG_DATA_DIRS: join(machine, 'share'), ...variables },
    home: join(machine, 'home'),
    workingFolder: join(machine, 'project'),
    roots: [join(machine, 'root')],
    platform: 'linux_amd64',
  });
  const find = (variables?: MirrorSearch['variables']) =>
    findMirror(search(variables), 'hashicorp/aws', '6.25.0');

  it('is absent from a machine that holds none', () => {
    file(`root/elsewhere/${aws}/readme.txt`);

    expect(find()).toBeUndefined();
  });

  it.each([
    'project/terraform.d/plugins',
    'home/.terraform.d/plugins',
    'home/.local/share/terraform/plugins',
    'share/terraform/plugins',
    'root',
    'root/some',
    'root/some/mirror',
  ])('is found in %s', (folder) => {
    file(`${folder}/${aws}/6.25.0/linux_amd64/terraform-provider-aws_v6.25.0`);

    expect(find()).toEqual({ folder: join(machine, folder), providers: { [aws]: ['6.25.0'] } });
  });

  it('is not searched for three levels deep', () => {
    file(`root/a/b/c/${aws}/6.25.0/linux_amd64/provider`);

    expect(find()).toBeUndefined();
  });

  it('is the one that the user names, before all others', () => {
    file(`root/${aws}/6.25.0/linux_amd64/provider`);
    file(`named/${aws}/6.25.0/linux_amd64/provider`);

    const found = find({ SLIPWAY_PROVIDER_MIRROR: join(machine, 'named') });

    expect(found?.folder).toBe(join(machine, 'named'));
  });

  it('is not used when the user wants downloads', () => {
    file(`root/${aws}/6.25.0/linux_amd64/provider`);

    expect(find({ SLIPWAY_PROVIDER_MIRROR: 'direct' })).toBeUndefined();
  });

  it('with the wanted version comes before one with another', () => {
    file(`home/.terraform.d/plugins/${aws}/5.100.0/linux_amd64/provider`);
    file(`root/${aws}/6.25.0/linux_amd64/provider`);

    expect(find()?.folder).toBe(join(machine, 'root'));
  });

  it('lists the versions of both layouts, oldest first', () => {
    file(`root/${aws}/5.100.0/linux_amd64/provider`);
    file(`root/${aws}/terraform-provider-aws_5.99.1_linux_amd64.zip`);

    expect(find()?.providers[aws]).toEqual(['5.99.1', '5.100.0']);
  });

  it('holds nothing for another platform', () => {
    file(`root/${aws}/6.25.0/darwin_arm64/provider`);
    file(`root/${aws}/terraform-provider-aws_6.25.0_darwin_arm64.zip`);

    expect(find()).toBeUndefined();
  });

  it('lists every provider that it holds', () => {
    file(`root/${aws}/6.25.0/linux_amd64/provider`);
    file('root/registry.terraform.io/kreuzwerker/docker/3.6.2/linux_amd64/provider');

    expect(Object.keys(find()?.providers ?? {}).sort()).toEqual([
      aws,
      'registry.terraform.io/kreuzwerker/docker',
    ]);
  });
});

describe('the version that runs', () => {
  const mirror = (...versions: string[]) => ({ folder: '/m', providers: { [aws]: versions } });

  it('is the wanted one where the mirror holds it', () => {
    expect(installableVersion(mirror('6.25.0', '6.30.0'), 'hashicorp/aws', '6.25.0')).toBe(
      '6.25.0',
    );
  });

  it('is the newest that the mirror holds where it does not', () => {
    expect(installableVersion(mirror('5.99.1', '5.100.0'), 'hashicorp/aws', '6.25.0')).toBe(
      '5.100.0',
    );
  });

  it('is the wanted one without a mirror', () => {
    expect(installableVersion(undefined, 'hashicorp/aws', '6.25.0')).toBe('6.25.0');
  });
});

describe('the CLI configuration', () => {
  it('takes what the mirror holds from there and the rest from its registry', () => {
    const text = cliConfiguration({ folder: '/some/mirror', providers: { [aws]: ['6.25.0'] } });

    expect(text).toBe(`provider_installation {
  filesystem_mirror {
    path    = "/some/mirror"
    include = ["${aws}"]
  }
  direct {
    exclude = ["${aws}"]
  }
}
`);
  });

  it('downloads everything without a mirror', () => {
    expect(cliConfiguration(undefined)).toBe('provider_installation {\n  direct {}\n}\n');
  });
});

describe('platformOf', () => {
  it.each([
    ['linux', 'x64', 'linux_amd64'],
    ['darwin', 'arm64', 'darwin_arm64'],
    ['win32', 'ia32', 'windows_386'],
  ])('calls %s on %s %s', (system, processor, expected) => {
    expect(platformOf(system, processor)).toBe(expected);
  });
});
