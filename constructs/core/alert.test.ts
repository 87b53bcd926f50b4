import { type AlertName, alerts, runbookOf, runbooksProblems } from './alert';

describe('an alert', () => {
  it.each(Object.keys(alerts) as AlertName[])('%s has a name that a page can have', (name) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(runbookOf(name)).toBe(`docs/runbooks/${name}.md`);
  });

  it.each(['', ' ', '/', '//'])('fails when its page would be nowhere: %j', (runbooks) => {
    expect(runbooksProblems(runbooks)).toEqual([
      `'runbooks' must be a folder or an address, got '${runbooks}'; leave it out for 'docs/runbooks'`,
    ]);
  });

  it('may have its page elsewhere', () => {
    expect(runbooksProblems('https://wiki.example.org/alerts/')).toEqual([]);
    expect(runbooksProblems(undefined)).toEqual([]);
    expect(runbookOf('absent', 'https://wiki.example.org/alerts/')).toBe(
      'https://wiki.example.org/alerts/absent.md',
    );
  });
});
