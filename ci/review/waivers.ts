/** Where the decisions about our stacks are; `slipway.waivers` in package.json names it for the command. */
export const waiversFile = 'stacks/review-waivers.json';
