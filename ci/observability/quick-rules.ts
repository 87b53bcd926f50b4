import { lines, type Rule, visitors } from './rule';

/** What is told within a minute or two, whatever the objectives say: on a laptop nobody waits for an hour. */
export function quickRules(): Rule[] {
  return [
    {
      alert: 'absent',
      expr: 'up == 0',
      for: '30s',
      annotations: {
        summary: '{{ $labels.job }} does not answer for its metrics',
        action:
          'docker compose ps {{ $labels.job }}; docker compose logs --tail 50 {{ $labels.job }}',
      },
    },
    ...ofAnswers(),
    ...ofResources(),
  ];
}

function ofAnswers(): Rule[] {
  return [
    {
      alert: 'server-errors',
      // a share, and enough of them: one error in two requests at night is no reason to get up
      expr: lines(
        `sum by (job) (rate(http_requests_total{${visitors},status=~"5.."}[1m]))`,
        `  / sum by (job) (rate(http_requests_total{${visitors}}[1m])) > 0.05`,
        `and sum by (job) (increase(http_requests_total{${visitors},status=~"5.."}[1m])) > 5`,
      ),
      for: '30s',
      annotations: {
        summary:
          '{{ $labels.job }} answers {{ $value | humanizePercentage }} of all requests with a server error',
        action: `docker compose logs {{ $labels.job }} | grep -i '"level":"error"'`,
      },
    },
    {
      alert: 'slow-answers',
      expr: lines(
        'histogram_quantile(0.99,',
        `  sum by (job, le) (rate(http_request_duration_seconds_bucket{${visitors}}[5m]))) > 1`,
      ),
      for: '2m',
      annotations: {
        summary:
          'one request in a hundred to {{ $labels.job }} takes longer than {{ $value | humanizeDuration }}',
        action: 'docker stats; look for the route in http_request_duration_seconds_bucket',
      },
    },
  ];
}

function ofResources(): Rule[] {
  return [
    {
      alert: 'store-failures',
      expr: 'sum by (job, operation) (increase(store_failures_total[1m])) > 0',
      for: '10s',
      annotations: {
        summary:
          '{{ $labels.job }} cannot {{ $labels.operation }} users, since its store does not answer',
        action: 'docker compose ps cache; docker compose logs --tail 50 cache',
      },
    },
    {
      alert: 'at-capacity',
      // half of the 2 workers with 2,048 connections each; a proxied request takes two
      expr: 'nginx_connections_active > 2048',
      for: '30s',
      annotations: {
        summary: 'the proxy holds {{ $value }} connections of 4096',
        action:
          'look for one client address with many requests in docker compose logs reverse-proxy',
      },
    },
    {
      alert: 'task-churn',
      expr: 'changes(process_start_time_seconds[10m]) > 2',
      annotations: {
        summary: '{{ $labels.job }} has started {{ $value }} times within 10 minutes',
        action: 'docker compose logs --tail 200 {{ $labels.job }}',
      },
    },
  ];
}
