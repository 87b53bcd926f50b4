import { block, map, paragraphs, quoted } from './block';

describe('block', () => {
  it('indents its content at every depth and leaves empty lines empty', () => {
    expect(block('http', block('server', ['listen 80;', '', 'return 204;']))).toEqual([
      'http {',
      '  server {',
      '    listen 80;',
      '',
      '    return 204;',
      '  }',
      '}',
    ]);
  });
});

describe('map', () => {
  it('keeps the order of its rows', () => {
    expect(
      map('$a', '$b', [
        ['~^x', '1'],
        ['default', '0'],
      ]),
    ).toEqual(['map $a $b {', '  ~^x 1;', '  default 0;', '}']);
  });
});

describe('paragraphs', () => {
  it('stand apart by one empty line, and empty ones vanish', () => {
    expect(paragraphs([], ['a', 'b'], [], ['c'])).toEqual(['a', 'b', '', 'c']);
  });
});

describe('quoted', () => {
  it('escapes what would end the value', () => {
    expect(quoted('a"b\\c')).toBe('"a\\"b\\\\c"');
  });
});
