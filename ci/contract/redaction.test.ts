import { captured } from './capture';
import { Redaction } from './redaction';

describe('what is shown', () => {
  it('has no login, in whatever form', () => {
    const redaction = new Redaction();
    redaction.addLogin('admin:s3cret/pw');
    const header = `Basic ${Buffer.from('admin:s3cret/pw').toString('base64')}`;

    const text = redaction.apply(
      `--login admin:s3cret/pw, s3cret/pw, ${header}, {"pw":"s3cret/pw"}`,
    );

    expect(text).not.toMatch(/s3cret|YWRt/);
  });

  it('has nothing that was captured as a secret', () => {
    const redaction = new Redaction();
    redaction.add('IjEyMyI.abc');

    expect(redaction.apply('name=IjEyMyI.abc&id=1')).toBe('name=[secret]&id=1');
  });

  it('has no cookie, token or password by its form', () => {
    const redaction = new Redaction();
    const text = redaction.apply(
      'session=eyJhbGciOi; csrf_token="abcdefgh1234" {"password":"hunter2hunter2"} Bearer abc.def',
    );

    expect(text).not.toMatch(/eyJhbGciOi|abcdefgh1234|hunter2|abc\.def/);
  });

  it('has everything else', () => {
    const redaction = new Redaction();
    redaction.add('');
    redaction.add('a');

    expect(redaction.apply('a status of 200, not 201')).toBe('a status of 200, not 201');
  });
});

describe('a capture', () => {
  const answer = {
    status: 200,
    headers: { 'set-cookie': 'a=1; HttpOnly\nb=2' },
    text: '{"users":[{"id":7,"a/b":null}],"t":"x-42-y"}',
  };

  it.each<[Parameters<typeof captured>[1], unknown]>([
    [{ json: '/users/0/id' }, 7],
    [{ json: '/users/0/a~1b' }, null],
    [{ json: '' }, JSON.parse(answer.text)],
    [{ json: '/users/1/id' }, undefined],
    [{ json: '/t/0' }, undefined],
    [{ header: 'set-cookie', pattern: '^(b=[^;]+)' }, 'b=2'],
    [{ header: 'location' }, undefined],
    [{ pattern: 'x-(\\d+)-y' }, '42'],
    [{ pattern: 'x-\\d+' }, 'x-42'],
    [{ pattern: 'nothing' }, undefined],
  ])('%j', (capture, value) => {
    expect(captured(answer, capture)).toEqual(value);
  });

  it('finds nothing by a pointer in what is no JSON', () => {
    expect(captured({ ...answer, text: '<html>' }, { json: '/users' })).toBeUndefined();
  });
});
