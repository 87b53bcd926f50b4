import { reviewRules } from '../../constructs/review/judge/rule-registry';
import { premises } from '../../constructs/review/waivers/premise';
import { memberNames, reasonPattern } from '../../constructs/review/waivers/waiver';

/** The schema of a file of waivers, for editors: what they offer and underline. It is in the package beside the command. */
export const schemaFile = 'constructs/review/waivers.schema.json';

const text = (description: string, more: object = {}) => ({ description, type: 'string', ...more });

const members = {
  rule: text('Id of the rule.', { enum: reviewRules.map(({ id }) => id) }),
  stack: text('Name of the stack.', { minLength: 1 }),
  resource: text('Address of the resource, whole; * stands for any part of it.', { minLength: 1 }),
  reason: text('Why the rule need not be kept there: five words or more.', {
    pattern: reasonPattern,
  }),
  // the pattern is for programs that take a format for a remark
  expires: text('Last day on which it counts: 2027-06-30.', {
    format: 'date',
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  }),
  premise: text(
    `What must hold as well, proved on every run. ${Object.entries(premises)
      .map(([name, { title }]) => `${name}: ${title}.`)
      .join(' ')}`,
    { enum: Object.keys(premises) },
  ),
  optional: {
    description: 'Whether only a setting makes the resource, so that the waiver may match nothing.',
    type: 'boolean',
    default: false,
  },
} satisfies Record<(typeof memberNames)[number], object>;

/** The schema, made of what the command itself reads. */
export function waiverSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Waivers of slipway review',
    description: 'Rules that need not be kept, each for a reason and until a day.',
    type: 'object',
    required: ['waivers'],
    additionalProperties: false,
    properties: {
      $schema: text('Path of this schema, for editors.'),
      waivers: {
        description: 'One decision each.',
        type: 'array',
        uniqueItems: true,
        items: {
          type: 'object',
          required: ['rule', 'stack', 'resource', 'reason', 'expires'],
          additionalProperties: false,
          properties: members,
        },
      },
    },
  };
}
