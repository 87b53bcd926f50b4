import { synth } from '../core/synth';
import { AlarmRule } from './alarm-rule';

describe('AlarmRule', () => {
  it('is a resource of Terraform itself, and asks for no Terraform at synthesis', () => {
    const { PATH } = process.env;
    process.env.PATH = '';
    try {
      const stack = synth((scope) => {
        const rule = new AlarmRule(scope, 'Rule', 'ALARM("a") OR ALARM("b")');
        expect(rule.node.validate()).toEqual([]);
      });

      expect(stack.one('terraform_data')).toEqual({ input: { rule: 'ALARM("a") OR ALARM("b")' } });
    } finally {
      process.env.PATH = PATH;
    }
  });
});
