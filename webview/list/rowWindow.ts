/**
 * The arithmetic of a list of rows of one height, of which only those in sight exist. Pure, in numbers of rows and CSS
 * pixels.
 *
 * The position of the list is counted in rows (`top`, with a fraction), not in pixels of the scroll bar: Chromium's
 * tallest element is 33,554,428 device pixels, 1.5 M rows of 22 px. Beyond `maxCanvasPx` the scroll bar stands for the
 * position in proportion, and a pixel of it for many rows.
 */

/** Far enough below Chromium's limit that a zoom of 400 % stays below it too. */
const maxCanvasPx = 8_000_000;

export interface RowGeometry {
  readonly total: number;
  readonly rowPx: number;
  readonly viewportPx: number;
}

/** Height of the element that makes the scroll bar. */
export function canvasPx({ total, rowPx }: RowGeometry): number {
  return Math.min(total * rowPx, maxCanvasPx);
}

/** Whether a pixel of the scroll bar is more than a pixel of the list. */
export function isScaled({ total, rowPx }: RowGeometry): boolean {
  return total * rowPx > maxCanvasPx;
}

/** The position at which the last row stands at the lower edge. */
export function maxTop({ total, rowPx, viewportPx }: RowGeometry): number {
  return Math.max(0, total - viewportPx / rowPx);
}

export function clampTop(top: number, geometry: RowGeometry): number {
  return Math.min(Math.max(0, top), maxTop(geometry));
}

/** Where the scroll bar stands for a position of the list. */
export function scrollPxOf(top: number, geometry: RowGeometry): number {
  const last = maxTop(geometry);
  if (last === 0) {
    return 0;
  }
  return isScaled(geometry) ? (top / last) * (maxCanvasPx - geometry.viewportPx) : top * geometry.rowPx;
}

/** The position of the list for where the user put the scroll bar. */
export function topOf(scrollPx: number, geometry: RowGeometry): number {
  const top = isScaled(geometry)
    ? (scrollPx / (maxCanvasPx - geometry.viewportPx)) * maxTop(geometry)
    : scrollPx / geometry.rowPx;
  return clampTop(top, geometry);
}

/** Rows to draw, and how far the first of them is pushed out at the upper edge. */
export interface RowRange {
  readonly first: number;
  /** One beyond the last. */
  readonly end: number;
  readonly offsetPx: number;
}

export function visibleRows(top: number, geometry: RowGeometry): RowRange {
  const first = Math.floor(top);
  const end = Math.min(geometry.total, Math.ceil(top + geometry.viewportPx / geometry.rowPx));
  return { first, end: Math.max(first, end), offsetPx: (top - first) * geometry.rowPx };
}

/** Whole rows that fit: what Page Down moves by. */
export function pageRows({ rowPx, viewportPx }: RowGeometry): number {
  return Math.max(1, Math.floor(viewportPx / rowPx) - 1);
}

/** The position nearest to `top` at which a row stands whole in sight. */
export function topThatShows(row: number, top: number, geometry: RowGeometry): number {
  const lowest = row + 1 - geometry.viewportPx / geometry.rowPx;
  return clampTop(Math.min(row, Math.max(top, lowest)), geometry);
}

/** The position at which a row stands in the middle, or `top` itself if the row is in sight already. */
export function topAround(row: number, top: number, geometry: RowGeometry): number {
  const shown = topThatShows(row, top, geometry);
  return shown === top ? top : clampTop(row - geometry.viewportPx / geometry.rowPx / 2, geometry);
}

/** Whether the newest row is in sight. */
export function isAtEnd(top: number, geometry: RowGeometry): boolean {
  return top >= maxTop(geometry) - 0.5;
}
