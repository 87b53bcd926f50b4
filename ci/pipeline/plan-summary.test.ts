import { countsInWords, markdownOf, markdownOfFailure, summaryOf } from './plan-summary';

const change = (address: string, actions: string[], before = {}, after = {}) => ({
  address,
  type: address.split('.')[0] ?? '',
  change: { actions, before, after },
});

const changes = [
  change('aws_ecs_service.api', ['update'], { task: '1', name: 'api' }, { task: '2', name: 'api' }),
  change('aws_vpc.main', ['no-op']),
  change('aws_subnet.a', ['create'], {}, { cidr: '10.0.0.0/24' }),
  change('aws_lb.main', ['delete', 'create'], { name: 'a' }, { name: 'b' }),
  change('aws_efs_file_system.data', ['delete'], { secret: 'hunter2' }),
  change('data.aws_region.here', ['read']),
];

describe('the summary of a plan', () => {
  it('puts first what is lost', () => {
    const { changes: planned } = summaryOf('ecs-prod', changes);

    expect(planned.map(({ action, address }) => `${action} ${address}`)).toEqual([
      'delete aws_efs_file_system.data',
      'replace aws_lb.main',
      'update aws_ecs_service.api',
      'create aws_subnet.a',
    ]);
  });

  it('counts in words', () => {
    expect(countsInWords(summaryOf('ecs-prod', changes))).toBe(
      '1 to delete, 1 to replace, 1 to update, 1 to create',
    );
    expect(countsInWords(summaryOf('ecs-prod', []))).toBe('no change');
  });

  it('names the arguments that become others, and never a value', () => {
    const text = markdownOf(summaryOf('ecs-prod', changes));

    expect(text).toContain('| update | `aws_ecs_service.api` | task |');
    expect(text).toContain('| delete | `aws_efs_file_system.data` | secret |');
    expect(text).not.toContain('hunter2');
  });

  it('names the images that are not pushed yet, also where nothing else is to say', () => {
    const text = markdownOf(summaryOf('ecs-prod', []), ['slipway/goapp:content-1']);

    expect(text).toContain('### ecs-prod: no change');
    expect(text).toMatch(/^Not in the registry yet, .*\n\n- `slipway\/goapp:content-1`$/m);
    expect(markdownOf(summaryOf('ecs-prod', []))).not.toContain('Not in the registry');
  });

  it('is a reason where there is no plan, which cannot end its own fence', () => {
    expect(markdownOfFailure('ecs-prod', 'no\n```\n# plan\n')).toBe(
      "### ecs-prod: no plan\n\n```text\nno\n'''\n# plan\n```\n",
    );
  });
});
