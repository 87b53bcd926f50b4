import { type FolderSource, Image } from '../../constructs/core/image';
import { fromFolder } from './images';

describe('what is said to the builder', () => {
  const source = Image.fromFolder('services/uptime').source as FolderSource;
  const platform = (args: readonly string[]) => args[args.indexOf('--platform') + 1];

  it('is the processor of the stacks unless another one is asked for', () => {
    expect(platform(fromFolder(source))).toBe('linux/amd64');
    expect(platform(fromFolder(source, 'linux/arm64'))).toBe('linux/arm64');
  });
});
