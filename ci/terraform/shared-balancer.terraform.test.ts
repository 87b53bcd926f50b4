import { App } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guest, owner } from './shared-balancer.fixture';
import { validate } from './validate';

describe('the real provider, of two stacks with one balancer', () => {
  let outdir: string;

  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'slipway-shared-'));
    const app = new App({ outdir });
    owner(app);
    guest(app);
    app.synth();
  });

  afterAll(() => {
    rmSync(outdir, { recursive: true });
  });

  it.each(['owner', 'guest'])('accepts the %s', async (stack) => {
    expect(await validate(join(outdir, 'stacks', stack))).toEqual({ valid: true, errors: [] });
  });

  it('refuses a guest whose ARN is none', async () => {
    const folder = join(outdir, 'stacks', 'guest');
    const path = join(folder, 'cdk.tf.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll('arn:aws:elasticloadbalancing:', 'elasticloadbalancing:'));

    const { valid, errors } = await validate(folder);

    expect(valid).toBe(false);
    expect(errors.join('\n')).toContain('listener_arn');
  });
});
