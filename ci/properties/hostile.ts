/** Texts that mean something to Terraform, JSON, a shell or a file system, and that no rule forbids in a value. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '${aws_vpc.nowhere.id}',
  '$${escaped}',
  '${',
  '%{ if true }yes%{ endif }',
  '%%{',
  '${TfToken[',
  '"quoted" and \'quoted\'',
  'back\\slash',
  'line\nline\ttab',
  'äöü € 😀',
  '../../etc/passwd',
  '`id`; $(id)',
  '#{host}',
  'a'.repeat(3000),
  'true',
  'null',
  '0',
];

/** Names that no cloud, no DNS or no Terraform takes. */
export const refusedNames: readonly string[] = [
  '',
  'A',
  'Users',
  '-a',
  'a-',
  'a_b',
  'a.b',
  'a b',
  'ä',
  '1a',
  '${x}',
  '../x',
  'a'.repeat(64),
  'a'.repeat(300),
];

/** Names that are allowed, and odd: words of JavaScript and Terraform, and some that differ in little. */
export const oddNames: readonly string[] = [
  'a',
  'a1',
  'a-1',
  'a--1',
  'ab',
  'a-b',
  'api',
  'constructor',
  'default',
  'has-own-property',
  'logs',
  'network',
  'null',
  'public',
  'prototype',
  'resource',
  'task',
  'to-string',
  'users-api',
  'value-of',
  'web',
  'x'.repeat(24),
];

/** Numbers that are hardly ever meant. */
export const refusedNumbers: readonly number[] = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  0.5,
  1e21,
  1.0000001,
  Number.MAX_SAFE_INTEGER,
];

/** Paths that are no plain absolute ones. */
export const refusedPaths: readonly string[] = [
  '',
  '/',
  'data',
  '/data/',
  '/a//b',
  '/../etc',
  '/a/../b',
  '/a b',
  '/${x}',
  '/%{x}',
  '/a"b',
  '/a\\b',
  '/a\nb',
  '/a:b',
  '/a?b',
  `/${'a'.repeat(5000)}`,
];
