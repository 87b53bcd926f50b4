import { readdirSync } from 'node:fs';
import { lockFilesOf, scannerProblem } from './scan-locks';

describe('a scan of the dependencies', () => {
  it('reads what each image is built from, and not what only tests need', () => {
    const files = ['Dockerfile', 'go.mod', 'requirements-dev.txt', 'requirements.txt'];

    expect(lockFilesOf([['services/a', files]])).toEqual([
      'services/a/go.mod',
      'services/a/requirements.txt',
    ]);
  });

  it('reads a lock of every language that the services are written in', () => {
    const folders = readdirSync('services', { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    const locks = lockFilesOf(
      folders.map(({ name }) => [`services/${name}`, readdirSync(`services/${name}`)]),
    );

    expect(locks).toEqual(
      expect.arrayContaining([
        'services/goapp/go.mod',
        'services/pythonapp/requirements.txt',
        'services/webapp/package-lock.json',
      ]),
    );
  });

  it('tells a finding from a scanner that could not look', () => {
    expect([0, 1].map(scannerProblem)).toEqual([undefined, undefined]);
    expect(scannerProblem(127)).toMatch(/nothing was looked at: .* api\.osv\.dev was not reached/);
    expect(scannerProblem(128)).toMatch(/nothing was looked at/);
  });
});
