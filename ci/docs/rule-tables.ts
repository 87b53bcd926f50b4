import { premises } from '../../constructs/review/waivers/premise';
import { reviewRules } from '../../constructs/review/judge/rule-registry';

/** The tables about the rules of review, by what their comment says: `<!-- rules premises -->`. */
export const ruleTables: Readonly<Record<string, () => string[][]>> = {
  '': () => [
    ['Rule', 'Severity', 'What holds', 'Elsewhere'],
    ...reviewRules.map(({ id, severity, title, controls, page }) => [
      `\`${id}\``,
      severity,
      page === undefined ? title : `[${title}](${page})`,
      controls.join(', '),
    ]),
  ],
  premises: () => [
    ['Premise', 'What review proves anew on every run'],
    ...Object.entries(premises).map(([name, { title }]) => [`\`${name}\``, title]),
  ],
};
