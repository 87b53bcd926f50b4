import { readFileSync } from 'node:fs';

interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
}

describe.each([
  'package-lock.json',
  'services/adminapp/package-lock.json',
  'services/webapp/package-lock.json',
])('%s', (path) => {
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly packages: Readonly<Record<string, Entry>>;
  };
  const installed = Object.entries(packages).filter(([name]) => name !== '');

  it('pins every package by its hash', () => {
    // what comes inside another package's archive is covered by that archive's hash
    const loose = installed.filter(([, { integrity, inBundle }]) => !integrity && !inBundle);

    expect(loose.map(([name]) => name)).toEqual([]);
  });

  it('names no place that packages are fetched from', () => {
    expect(installed.filter(([, { resolved }]) => resolved).map(([name]) => name)).toEqual([]);
  });
});
