import { type Level, captureConsole, createLog, describe as reasonOf } from './log';

describe('createLog', () => {
  it('writes one JSON object per line to stdout', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);

    createLog()('warn', 'two\nlines', { port: 1 });

    const line = String(write.mock.calls[0]![0]);
    write.mockRestore();
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({ level: 'warn', msg: 'two\nlines', port: 1 });
  });
});

describe('captureConsole', () => {
  it('turns plain text into log lines, without colours', () => {
    const seen: [Level, string, unknown][] = [];
    const target = { ...console } as Console;
    captureConsole((level, msg, fields) => seen.push([level, msg, fields?.['text']]), target);

    target.log('ready in %d ms', 5);
    target.info('info');
    target.warn('\u001b[33mcareful\u001b[0m');
    target.error(new Error('broken'));

    expect(seen).toEqual([
      ['info', 'console', 'ready in 5 ms'],
      ['info', 'console', 'info'],
      ['warn', 'console', 'careful'],
      ['error', 'console', expect.stringContaining('Error: broken')],
    ]);
  });
});

describe('describe', () => {
  it.each([
    [new Error('refused'), 'refused'],
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('tells in one line what %p is', (cause, reason) => {
    expect(reasonOf(cause)).toBe(reason);
  });
});
