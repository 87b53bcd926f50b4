export { withTable } from '../docs/generated-table';

/** Number of the line that announces the table, from 1. */
export function announcementOf(text: string): number {
  const index = text.split('\n').indexOf('<!-- incidents -->');
  if (index < 0) throw new Error("the page has no line '<!-- incidents -->'");
  return index + 1;
}
