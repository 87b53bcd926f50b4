import { reviewStack } from '../review';
import { mermaidChart } from './mermaid';

const chart = (resource: Record<string, Record<string, object>>) =>
  mermaidChart(new Map([['local', reviewStack({ resource })]]));
const web = {
  name: 'web',
  networks_advanced: [{ name: 'n' }],
  ports: [{ internal: 80, external: 8080, ip: '127.0.0.1' }],
};

describe('mermaidChart', () => {
  it('draws stacks, callers from outside and ways, and both directions as one arrow', () => {
    const api = { name: 'api', networks_advanced: [{ name: 'n' }] };

    expect(chart({ docker_container: { web, api }, docker_network: { n: { name: 'n' } } })).toBe(
      [
        'flowchart LR',
        '  subgraph s0["local"]',
        '    n0["api"]',
        '    n1["web"]',
        '  end',
        '  n2(("this machine"))',
        '  n3(("internet"))',
        '  n0 <-->|"all"| n1',
        '  n2 -->|"80, through 127.0.0.1:8080"| n1',
        '  n0 -->|"all"| n3',
        '  n1 -->|"all"| n3',
      ].join('\n'),
    );
  });

  it('leaves out stacks that run nothing', () => {
    expect(mermaidChart(new Map([['state', reviewStack({})]]))).toBe('flowchart LR');
  });

  it('dots what is not known', () => {
    const text = chart({
      docker_container: { web },
      docker_network: { n: { name: 'n', internal: '${var.x}' } },
    });

    expect(text).toMatch(/-\.->\|"all \?"\|/);
  });

  it('lets no name end its quotes', () => {
    expect(chart({ docker_container: { web: { ...web, name: 'a"]; <b>\n' } } })).toContain(
      '["a#quot;]; #lt;b#gt;\\u000a"]',
    );
  });
});
