/** Pages of which ci/docs/commands.container.test.ts runs every block, against this machine's engine. */
export const containerPages = ['services/static-site/README.md', 'docs/kata.md'];
