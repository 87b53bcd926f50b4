import type { Json } from './case';
import { match } from './json-match';

const users = [
  { id: '1', age: 30 },
  { id: '2', age: 25 },
];

describe('a pattern of JSON', () => {
  it.each<[string, Json, Json]>([
    ['a word', 'x', '<string>'],
    ['an integer', 3, '<integer>'],
    ['a part of an object', { a: 1, b: 2 }, { a: 1 }],
    ['an array, element by element', [1, 'x'], [1, '<string>']],
    ['a pattern', 'nok', { $pattern: '^(ok|nok)$' }],
    ['each element', users, { $each: { id: '<string>', age: '<integer>' } }],
    ['no element at all', [], { $each: '<string>' }],
    ['what an array contains', users, { $contains: { id: '2' } }],
    ['what an array lacks', users, { $lacks: { id: '3' } }],
    ['an order', users, { $ascending: 'id' }],
    ['an order of none', [], { $ascending: 'id' }],
    ['a length', users, { $length: 2 }],
    ['an exact object', { a: 1 }, { $equal: { a: 1 } }],
    ['a member that is absent', { a: 1 }, { b: { $absent: true } }],
    ['several operators at once', users, { $length: 2, $ascending: 'id' }],
    ['null', { a: null }, { a: null }],
  ])('takes %s', (_, got, pattern) => {
    expect(match(got, pattern)).toEqual([]);
  });

  it.each<[string, Json, Json, string]>([
    ['a number is no text', 1, '<string>', 'body'],
    ['a fraction is no integer', 1.5, '<integer>', 'body'],
    ['a text is no integer', '1', '<integer>', 'body'],
    ['null is no object', null, '<object>', 'body'],
    ['a list is no object', [], '<object>', 'body'],
    ['an object is no list', {}, '<array>', 'body'],
    ['a sentence says something', ' ', '<sentence>', 'body'],
    ['a boolean is not 1', 1, '<boolean>', 'body'],
    ['a member is missing', {}, { a: '<any>' }, '/a'],
    ['a member deep within is wrong', { a: { b: 1 } }, { a: { b: 2 } }, '/a/b'],
    ['a member should be absent', { b: null }, { b: { $absent: true } }, '/b'],
    ['a text does not fit a pattern', 'maybe', { $pattern: '^(ok|nok)$' }, 'body'],
    ['a number has no pattern', 1, { $pattern: '1' }, 'body'],
    ['one element is wrong', [{ id: 1 }], { $each: { id: '<string>' } }, '/0/id'],
    ['an object has no elements', {}, { $each: '<any>' }, 'body'],
    ['nothing like it is contained', users, { $contains: { id: '9' } }, 'body'],
    ['one of two is not contained', users, { $contains: [{ id: '1' }, { id: '9' }] }, 'body'],
    ['something is contained', users, { $lacks: { id: '2' } }, 'body'],
    ['an object lacks nothing', {}, { $lacks: { id: '2' } }, 'body'],
    ['an order is broken', [{ id: '2' }, { id: '1' }], { $ascending: 'id' }, 'body'],
    ['two are the same', [{ id: 1 }, { id: 1 }], { $ascending: 'id' }, 'body'],
    ['numbers are ordered as text', [{ id: 10 }, { id: 9 }], { $ascending: 'id' }, 'body'],
    ['the first has nothing to order by', [{}, { id: 1 }], { $ascending: 'id' }, 'body'],
    ['the last has nothing to order by', [{ id: 1 }, {}], { $ascending: 'id' }, 'body'],
    ['a length is another', users, { $length: 1 }, 'body'],
    ['an object has more than exactly this', { a: 1, b: 2 }, { $equal: { a: 1 } }, 'body'],
    ['an array has one more', [1, 2], [1], 'body'],
    ['null is not nothing', {}, { a: null }, '/a'],
    ['one of several operators fails', users, { $length: 2, $lacks: { id: '1' } }, 'body'],
  ])('fails when %s', (_, got, pattern, at) => {
    expect(match(got, pattern).map((one) => one.at)).toEqual([at]);
  });
});
