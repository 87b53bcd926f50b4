import type { JsonObject } from './pattern';

/** A pattern, an event, and whether the one matches the other. */
export interface PatternCase {
  readonly what: string;
  readonly pattern: JsonObject;
  readonly event: JsonObject;
  readonly matches: boolean;
}

/** An event in the shape of the vendor's first example. */
const event: JsonObject = {
  version: '0',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  time: '2026-11-11T21:29:54Z',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1', 'arn:aws:ec2:other'],
  detail: { state: 'terminated', count: 2, nothing: null, on: true },
};

/**
 * What the vendor says of each operator.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const patternCases: readonly PatternCase[] = [
  of('a value', { source: ['aws.ec2'] }, true),
  of('another value', { source: ['aws.ecs'] }, false),
  of('one of several', { detail: { state: ['stopped', 'terminated'] } }, true),
  of('a part of a value', { source: ['aws'] }, false),
  of('every name', { source: ['aws.ec2'], detail: { state: ['stopped'] } }, false),
  of('a name that is missing', { region: ['us-west-1'] }, false),
  of('a part that is missing', { other: { state: ['terminated'] } }, false),
  of('a number', { detail: { count: [2] } }, true),
  of('a number as text', { detail: { count: ['2'] } }, false),
  of('null', { detail: { nothing: [null] } }, true),
  of('a boolean', { detail: { on: [true] } }, true),
  of('one of a list', { resources: ['arn:aws:ec2:other', 'arn:x'] }, true),
  of('none of a list', { resources: ['arn:x'] }, false),
  of('a prefix', { time: [{ prefix: '2026-11-11' }] }, true),
  of('a prefix in a list', { resources: [{ prefix: 'arn:aws:ec2:us-west-1:' }] }, true),
  of('another prefix', { resources: [{ prefix: 'arn:aws:ecs:' }] }, false),
  of('a prefix of a number', { detail: { count: [{ prefix: '2' }] } }, false),
  of('a suffix', { source: [{ suffix: '.ec2' }] }, true),
  of('another suffix', { source: [{ suffix: '.ecs' }] }, false),
  of('anything but a value', { detail: { state: [{ 'anything-but': 'stopped' }] } }, true),
  of('but that value', { detail: { state: [{ 'anything-but': ['terminated'] }] } }, false),
  of('what is missing', { detail: { other: [{ 'anything-but': 'stopped' }] } }, false),
  of('what exists', { detail: { state: [{ exists: true }] } }, true),
  of('what must not exist', { detail: { state: [{ exists: false }] } }, false),
  of('what does not exist', { detail: { other: [{ exists: false }] } }, true),
];

function of(what: string, pattern: JsonObject, matches: boolean): PatternCase {
  return { what, pattern, event, matches };
}
