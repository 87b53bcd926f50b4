import { type AlarmState, evaluationRange, type MissingData, nextState } from './state';

/** What the vendor's tables write where the state stays as it is. */
type Cell = AlarmState | 'retain';

type Row = readonly [points: string, missing: Cell, ignore: Cell, breaching: Cell, not: Cell];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
const threeOfThree: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
];

/** The same page's second table. */
const twoOfThree: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', 'retain', 'ALARM', 'OK'],
];

function pointsOf(text: string): (boolean | undefined)[] {
  return text.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));
}

function expectRow(datapointsToAlarm: number, [text, ...cells]: Row): void {
  const ways: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
  for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
    const found = ways.map((missingData) =>
      nextState(current, pointsOf(text), { evaluationPeriods: 3, datapointsToAlarm, missingData }),
    );

    expect(found).toEqual(cells.map((cell) => (cell === 'retain' ? current : cell)));
  }
}

describe('an alarm with missing data is what the vendor documents', () => {
  it.each(threeOfThree)('3 of 3: %s', (...row) => expectRow(3, row));
  it.each(twoOfThree)('2 of 3: %s', (...row) => expectRow(2, row));

  it('fetches 5 points for 3', () => {
    expect(evaluationRange(3)).toBe(5);
  });

  it.each(['- - - - X', '- - - X -'])('does not fire too early on %s', (text) => {
    const judgement = {
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      missingData: 'missing',
    } as const;

    expect(nextState('OK', pointsOf(text), judgement)).toBe('OK');
  });

  it('becomes breaching only after the last point that was not is out of the range', () => {
    const judgement = {
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      missingData: 'breaching',
    } as const;

    expect(nextState('OK', pointsOf('0 - - - -'), judgement)).toBe('OK');
    expect(nextState('OK', pointsOf('- - - - -'), judgement)).toBe('ALARM');
  });
});
