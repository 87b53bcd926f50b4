import { matchesEntry } from './filter';

const entry = {
  severity: 'ERROR',
  resource: { type: 'cloud_run_revision', labels: { service_name: 'prod-webapp' } },
  protoPayload: { status: { code: 9, message: 'Ready condition status changed to False' } },
};

it.each([
  ['severity=ERROR', true],
  ['severity=WARNING', false],
  ['resource.type="cloud_run_revision"', true],
  ['resource.type="cloud_run"', false],
  ['resource.type:"cloud_run"', true],
  // the vendor compares texts without regard to case, but for regular expressions
  ['resource.type="Cloud_Run_Revision"', true],
  ['protoPayload.status.message:"STATUS CHANGED"', true],
  ['resource.labels.service_name=~"^(prod-a|prod-webapp)$"', true],
  ['resource.labels.service_name=~"^(prod-web)$"', false],
  ['resource.labels.service_name=~"PROD"', false],
  ['resource.labels.other="x"', false],
  ['resource.other.service_name="x"', false],
  ['protoPayload.status.code="9"', false],
  ['severity=ERROR\nresource.type="cloud_run_revision"', true],
  ['severity=ERROR\nresource.type="gce_instance"', false],
])('matches as documented: %j', (filter, expected) => {
  expect(matchesEntry(filter, entry)).toBe(expected);
});

it.each([
  'severity>=ERROR',
  'severity=ERROR OR severity=WARNING',
  'NOT severity=ERROR',
  'log_id("run.googleapis.com/varlog/system")',
  '"somewhere"',
  '',
])('fails when a filter has what is not known: %j', (filter) => {
  expect(() => matchesEntry(filter, entry)).toThrow('is not known here');
});
