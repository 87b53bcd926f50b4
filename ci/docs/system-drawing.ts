import { type Box, type Layout, type Line } from './system-layout';

/** Two sets of colours, so that a page may be light or dark. */
const style = `
    svg { --page: #ffffff; --text: #1f2328; --faint: #59636e; --line: #6e7781; --box: #f6f8fa; --edge: #d1d9e0; --way: #0969da; --way-box: #ddf4ff; --keep: #1a7f37; --keep-box: #dafbe1; }
    @media (prefers-color-scheme: dark) {
      svg { --page: #0d1117; --text: #f0f6fc; --faint: #9198a1; --line: #8b949e; --box: #151b23; --edge: #3d444d; --way: #4493f8; --way-box: #12233a; --keep: #3fb950; --keep-box: #10261a; }
    }
    text { font: 14px ui-sans-serif, system-ui, sans-serif; fill: var(--text); text-anchor: middle; dominant-baseline: central; }
    .note { font-size: 12px; fill: var(--faint); }
    .path { font-size: 13px; }
    .box { fill: var(--box); stroke: var(--edge); }
    .visitor { fill: var(--page); stroke: var(--line); }
    .proxy { fill: var(--way-box); stroke: var(--way); }
    .backing { fill: var(--keep-box); stroke: var(--keep); }
    .arrow { fill: none; stroke: var(--line); stroke-width: 1.4; marker-end: url(#tip); }
    .tip { fill: var(--line); }
    .inside { fill: none; stroke: var(--edge); stroke-dasharray: 5 4; }
    .page { fill: var(--page); }`;

/** The drawing of a layout: a file that needs nothing else, readable on a light and on a dark page. */
export function drawingOf({ width, height, boxes, lines }: Layout): string {
  const size = `${round(width)} ${round(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${round(width)}" height="${round(height)}" role="img" aria-labelledby="title description">`,
    '  <!-- drawn from services/system.ts; UPDATE_DOCS=1 npx jest ci/docs draws it anew -->',
    '  <title id="title">The system</title>',
    `  <desc id="description">${escaped(described(lines))}</desc>`,
    `  <style>${style}\n  </style>`,
    '  <defs>',
    '    <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker>',
    '  </defs>',
    `  <rect class="page" width="${round(width)}" height="${round(height)}"/>`,
    ...frameOf(boxes, height),
    ...lines.map(lineElement),
    ...boxes.map(boxElement),
    ...lines.flatMap(textElement),
    '</svg>',
    '',
  ].join('\n');
}

/** Everything behind the way in, which nobody outside reaches by another. */
function frameOf(boxes: readonly Box[], height: number): string[] {
  const inside = boxes.filter(({ kind }) => kind === 'workload' || kind === 'backing');
  const left = Math.min(...inside.map(({ x }) => x)) - 10;
  const right = Math.max(...inside.map(({ x, width }) => x + width)) + 10;
  const middle = (left + right) / 2;
  return [
    `  <rect class="inside" x="${round(left)}" y="20" width="${round(right - left)}" height="${round(height - 30)}" rx="10"/>`,
    `  <text class="note" x="${round(middle)}" y="10">private: nothing is reached but along an arrow</text>`,
  ];
}

function boxElement({ name, kind, note, x, y, width, height }: Box): string {
  const middle = round(x + width / 2);
  const radius = kind === 'backing' ? 22 : 7;
  return [
    `  <g><rect class="box ${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`,
    `<text x="${middle}" y="${round(y + 16)}">${escaped(name)}</text>`,
    `<text class="note" x="${middle}" y="${round(y + 32)}">${escaped(note)}</text></g>`,
  ].join('');
}

function lineElement({ from, to, points }: Line): string {
  const path = points
    .map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`)
    .join('');
  return `  <path class="arrow" data-from="${escaped(from)}" data-to="${escaped(to)}" d="${path}"/>`;
}

function textElement({ text }: Line): string[] {
  if (!text) return [];
  const { words, x, y } = text;
  const half = words.length * 4 + 3;
  return [
    `  <g><rect class="page" x="${round(x - half)}" y="${round(y - 9)}" width="${round(half * 2)}" height="18"/><text class="path" x="${round(x)}" y="${round(y)}">${escaped(words)}</text></g>`,
  ];
}

/** The same in words, for whoever does not see it. */
function described(lines: readonly Line[]): string {
  return lines
    .map(({ from, to, text }) => `${from} to ${to}${text ? ` at ${text.words}` : ''}`)
    .join('; ');
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
