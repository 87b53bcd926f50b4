import { OUTBOX_LIMIT, Outbox } from './outbox';

let sent: string[];
let lost: string[];
let outbox: Outbox;

beforeEach(() => {
  jest.useFakeTimers();
  sent = [];
  lost = [];
  outbox = new Outbox({
    send: (text) => sent.push(text),
    onLost: (text) => lost.push(text),
    answerTimeoutMs: 1_000,
  });
});

afterEach(() => jest.useRealTimers());

describe('Outbox', () => {
  it('sends at once while it is open', () => {
    outbox.opened();
    outbox.add('a');

    expect(sent).toEqual(['a']);
  });

  it('keeps what is added before it opens, in order, and sends it once', () => {
    outbox.add('a');
    outbox.add('b');
    expect(sent).toEqual([]);

    outbox.opened();
    outbox.opened();

    expect(sent).toEqual(['a', 'b']);
  });

  it('reports what was sent and not answered when it closes, and does not send it again', () => {
    outbox.opened();
    outbox.add('a');
    outbox.add('b');
    outbox.answered('a');

    outbox.closed();
    outbox.opened();

    expect(lost).toEqual(['b']);
    expect(sent).toEqual(['a', 'b']);
  });

  it('keeps what was not sent when it closes', () => {
    outbox.add('a');

    outbox.closed();
    expect([outbox.size, lost]).toEqual([1, []]);
    outbox.opened();

    expect(sent).toEqual(['a']);
  });

  it('takes one answer for one message, also of two with the same text', () => {
    outbox.opened();
    outbox.add('same');
    outbox.add('same');

    outbox.answered('same');
    expect(outbox.size).toBe(1);
    outbox.answered('same');
    expect(outbox.size).toBe(0);
  });

  it.each(['other', undefined, null, 5, {}])('ignores the answer %p to nothing', (answer) => {
    outbox.opened();
    outbox.add('a');

    outbox.answered(answer);

    expect(outbox.size).toBe(1);
  });

  it('takes no answer for what was not sent', () => {
    outbox.add('a');

    outbox.answered('a');

    expect(outbox.size).toBe(1);
  });

  it('refuses what is one too many, and takes it after an answer', () => {
    outbox.opened();
    const texts = Array.from({ length: OUTBOX_LIMIT }, (_, index) => `${index}`);

    expect(texts.map((text) => outbox.add(text))).not.toContain(false);
    expect(outbox.add('one too many')).toBe(false);
    expect(sent).toEqual(texts);
    outbox.answered('0');
    expect(outbox.add('another')).toBe(true);
  });

  it('reports what waits too long for its answer, once', () => {
    outbox.opened();
    outbox.add('a');

    jest.advanceTimersByTime(999);
    expect(lost).toEqual([]);
    jest.advanceTimersByTime(1);
    outbox.closed();

    expect([outbox.size, lost]).toEqual([0, ['a']]);
  });

  it('does not count the time before it was sent', () => {
    outbox.add('a');

    jest.advanceTimersByTime(10_000);

    expect(lost).toEqual([]);
  });

  it('leaves no timer behind when it is answered or cleared', () => {
    outbox.opened();
    outbox.add('a');
    outbox.add('b');
    outbox.answered('a');
    outbox.clear();

    expect([jest.getTimerCount(), outbox.size]).toEqual([0, 0]);
    jest.advanceTimersByTime(10_000);
    expect(lost).toEqual([]);
  });
});
