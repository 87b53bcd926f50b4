import { members } from './documented.mjs';

const saysNothing = /^(-\s*)?(undefined|none|nothing|(the )?default)?\.?$/i;

/**
 * Every option says what happens without it. The comment selectors of eslint-plugin-jsdoc cannot look at a member's
 * parents, so they cannot tell an exported interface from another.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const defaultTag = {
  meta: {
    type: 'problem',
    docs: { description: 'keep @default on the optional members of exported interfaces' },
    schema: [],
    messages: {
      missing: "an optional member says '@default <value>' or '@default - <what happens>'",
      empty: "'@default' names a value, or after a dash what happens",
      required: "a required member has no '@default'; make it optional or remove the tag",
    },
    defaultOptions: [],
  },
  create(context) {
    return {
      [`:matches(${members.join(', ')})`]: (node) => {
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        // a member without a doc comment is for jsdoc/require-jsdoc
        if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return;
        const messageId = problemOf(node.optional, defaultOf(comment.value));
        if (messageId) context.report({ node, messageId });
      },
    };
  },
};

function problemOf(optional, text) {
  if (!optional) return text === undefined ? undefined : 'required';
  if (text === undefined) return 'missing';
  return saysNothing.test(text) ? 'empty' : undefined;
}

/** The first line after the tag, or undefined without a tag. */
function defaultOf(comment) {
  return /^[\s*]*@default\b([^\n]*)$/m.exec(comment)?.[1].trim();
}
