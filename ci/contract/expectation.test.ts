import type { Expectation } from './case';
import { type Answer, differences } from './expectation';

const json = { 'content-type': 'application/json', 'x-request-id': 'abc' };
const good: Answer = { status: 200, headers: json, text: '{"id":"1","age":30}' };
const refused: Answer = { status: 400, headers: json, text: '{"error":"age is missing"}' };

describe('an expectation', () => {
  it.each<[string, Answer, Expectation]>([
    ['a status', good, { status: 200 }],
    ['one of several statuses', good, { statusIn: [200, 500] }],
    ['a closed connection', { ...good, status: 0 }, { statusIn: [0, 400] }],
    ['an exact header', good, { headers: { 'X-Request-Id': 'abc' } }],
    ['a header like a pattern', good, { headers: { 'content-type': { pattern: 'json$' } } }],
    [
      'a header that contains and lacks',
      good,
      { headers: { 'content-type': { contains: ['json'], lacks: 'html' } } },
    ],
    ['an absent header', good, { headers: { 'x-powered-by': { absent: true } } }],
    ['a header that lacks something by being absent', good, { headers: { via: { lacks: 'x' } } }],
    ['the whole body', good, { json: { age: 30, id: '1' } }],
    ['a part of the body', good, { jsonMatch: { age: '<integer>' } }],
    ['an exact text', { ...good, text: '' }, { text: '' }],
    ['a text', good, { text: { contains: ['id', '30'], lacks: '31', pattern: '^\\{' } }],
    ['an error', refused, { error: true }],
    ['an error that names a field', refused, { error: 'age' }],
    [
      'an error of the proxy',
      { ...refused, text: '{"error":"no way","request_id":"abc"}' },
      { error: true },
    ],
    ['any answer', good, {}],
  ])('takes %s', (_, answer, expected) => {
    expect(differences(answer, expected)).toEqual([]);
  });

  it.each<[string, Answer, Expectation, string]>([
    ['the status is another', good, { status: 201 }, 'status'],
    ['the status is none of several', good, { statusIn: [201, 204] }, 'status'],
    ['the connection is closed', { ...good, status: 0 }, { status: 200 }, 'status'],
    ['there is no answer at all', { ...good, status: 0 }, { text: { lacks: 'x' } }, 'status'],
    ['there is no answer and nothing is expected', { ...good, status: 0 }, {}, 'status'],
    ['a header is missing', good, { headers: { allow: 'GET' } }, 'header allow'],
    [
      'a header to look into is missing',
      good,
      { headers: { allow: { contains: 'GET' } } },
      'header allow',
    ],
    [
      'a header to match is missing',
      good,
      { headers: { allow: { pattern: '.' } } },
      'header allow',
    ],
    ['a header is another', good, { headers: { 'x-request-id': 'abcd' } }, 'header x-request-id'],
    [
      'a header does not fit',
      good,
      { headers: { 'content-type': { pattern: '^text' } } },
      'header content-type',
    ],
    [
      'a header has what it must not',
      good,
      { headers: { 'content-type': { lacks: 'json' } } },
      'header content-type',
    ],
    [
      'a header is there',
      good,
      { headers: { 'x-request-id': { absent: true } } },
      'header x-request-id',
    ],
    ['the body has one member more', good, { json: { id: '1' } }, 'body'],
    ['the body has another type', good, { json: { id: 1, age: 30 } }, 'body'],
    ['the body is no JSON', { ...good, text: '<html>' }, { json: {} }, 'body'],
    ['a part of the body is wrong', good, { jsonMatch: { age: '<string>' } }, '/age'],
    ['the text is another', good, { text: '' }, 'body'],
    ['the text lacks something', good, { text: { contains: ['id', 'name'] } }, 'body'],
    ['the text has what it must not', good, { text: { lacks: ['x', 'age'] } }, 'body'],
    ['the text does not fit', good, { text: { pattern: '^\\[' } }, 'body'],
    [
      'the error is HTML',
      { ...refused, headers: { 'content-type': 'text/html' } },
      { error: true },
      'header content-type',
    ],
    ['the error is plain text', { ...refused, text: 'no' }, { error: true }, 'body'],
    ['the error is empty', { ...refused, text: '{"error":""}' }, { error: true }, '/error'],
    [
      'the error has another name',
      { ...refused, text: '{"message":"no way"}' },
      { error: true },
      '/error',
    ],
    ['the error names another field', refused, { error: 'email' }, '/error'],
    [
      'the error carries a stack',
      { ...refused, text: '{"error":"no way","stack":"at x"}' },
      { error: true },
      '/stack',
    ],
  ])('fails when %s', (_, answer, expected, at) => {
    expect(differences(answer, expected).map((one) => one.at)).toContain(at);
  });
});
