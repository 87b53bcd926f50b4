import { relative, sep } from 'node:path';

const vague = /^(utils?|helpers?|common|misc)$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @type {import('eslint').Rule.RuleModule} */
export const fileName = {
  meta: {
    type: 'suggestion',
    docs: { description: 'name files and folders by what they hold, in kebab-case' },
    schema: [],
    messages: {
      vague: "'{{name}}' says nothing about what it holds; name the thing",
      kebab: "'{{name}}' must be kebab-case",
    },
    defaultOptions: [],
  },
  create(context) {
    const parts = relative(context.cwd, context.filename).split(sep);
    // index.test.ts, eslint.config.mjs: every word between two dots is a name of its own
    const names = parts.flatMap((part) => part.split('.')).filter((name) => name !== '');
    return {
      Program(node) {
        for (const name of names) {
          if (vague.test(name)) context.report({ node, messageId: 'vague', data: { name } });
          else if (!kebab.test(name)) context.report({ node, messageId: 'kebab', data: { name } });
        }
      },
    };
  },
};
