/**
 * Charts that one dashboard may hold.
 *
 * @see https://cloud.google.com/monitoring/quotas
 */
export const mostWidgets = 100;

/** Columns of the grid. */
const columns = 48;

/** Height of a row of charts. */
const rowHeight = 16;

/** One chart, as Google's API takes it, and how much of a row it fills. */
export interface Widget {
  /** Part of the row. */
  readonly width: 'half' | 'third' | 'whole';

  /** The chart. */
  readonly content: Readonly<Record<string, unknown>>;
}

const widths = { half: columns / 2, third: columns / 3, whole: columns } as const;

/** Places charts in rows, from left to right, in the order in which they come. */
export function mosaic(widgets: readonly Widget[]): unknown {
  let xPos = 0;
  let yPos = 0;
  const tiles = widgets.map(({ width: part, content: widget }) => {
    const width = widths[part];
    if (xPos + width > columns) {
      xPos = 0;
      yPos += rowHeight;
    }
    const tile = { xPos, yPos, width, height: rowHeight, widget };
    xPos += width;
    return tile;
  });
  return { columns, tiles };
}
