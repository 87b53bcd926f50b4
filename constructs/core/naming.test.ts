import {
  cloudName,
  constructId,
  kebabCase,
  lengthProblems,
  nameProblems,
  pascalCase,
} from './naming';

describe('names', () => {
  it.each(['', 'Api', '1api', 'api-', 'api_1', 'a.b'])('fails when a name is %j', (name) => {
    expect(nameProblems('name', name)[0]).toMatch(/'name' must start with a letter.*got '/);
  });

  it('fails when a name is longer than a DNS label', () => {
    expect(nameProblems('name', 'a'.repeat(64))[0]).toMatch(/at most 63 characters, got 64/);
    expect(nameProblems('name', 'a'.repeat(63))).toEqual([]);
  });

  it('fails when the cloud name is too long for the cloud', () => {
    const name = cloudName('prod', 'a'.repeat(30));

    expect(lengthProblems([name], { thing: 'load balancer', maxLength: 32 })[0]).toMatch(
      /'name' makes the load balancer name 'prod-a+', which has 35 characters of at most 32; shorten/,
    );
  });

  it('turns construct ids into names and back', () => {
    expect(kebabCase('UsersAPI2Form')).toBe('users-api2-form');
    expect(pascalCase('users-api')).toBe('UsersApi');
  });

  it('gives names that differ in little ids that differ', () => {
    const names = ['users-api', 'a1', 'a-1', 'a--1', 'a_1', 'ab', 'a-b', 'A B', '-a-b'];

    expect(constructId('users-api')).toBe('UsersApi');
    expect(new Set(names.map(constructId)).size).toBe(names.length);
    expect(constructId('resource')).toMatch(/^Resource[0-9a-f]{8}$/);
    expect(constructId('default')).toMatch(/^Default[0-9a-f]{8}$/);
  });
});
