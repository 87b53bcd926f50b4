import { problemsIn } from './checks/finding.fixture';
import { valueFindings } from './secrecy';

const reference = '{"valueFrom":"arn:aws:secretsmanager:us-east-1:1:secret:prod/key"}';
const problems = (texts: Record<string, string>) =>
  problemsIn(valueFindings(texts, ['a-value', 'another']));

describe('valueFindings', () => {
  it('has no problem with references', () => {
    expect(problems({ state: reference })).toEqual({});
  });

  it.each(['{"password":"a-value"}', Buffer.from('another').toString('base64')])(
    'fails when a version holds %s',
    (text) => {
      expect(problems({ new: reference, old: text })).toEqual({
        'no version of a state holds the value of a secret': 'old holds one',
      });
    },
  );

  it('fails when there is nothing to find', () => {
    expect(Object.keys(problems({}))).toHaveLength(2);
  });
});
