import * as v from 'valibot';

/** Columns of the list of records, in their order. */
export const columnIds = ['number', 'time', 'gap', 'type', 'id', 'size', 'data'] as const;

export type ColumnId = (typeof columnIds)[number];

/** The column that takes what the others leave; it is always there. */
export const restColumn = 'data' satisfies ColumnId;

/** What the time of a row counts from: the capture's beginning, midnight, or the row before. */
export const timeModes = ['start', 'clock', 'gap'] as const;

export type TimeMode = (typeof timeModes)[number];

/** Narrower than this nothing can be read, and wider nobody wants it. CSS pixels. */
export const narrowestColumnPx = 28;
export const widestColumnPx = 800;

/** How the user has set the columns, for all panels of a workspace. */
export const listLayoutSchema = v.object({
  hidden: v.optional(v.array(v.picklist(columnIds)), []),
  /** Widths in CSS pixels of the columns that were resized; the others fit their usual contents. */
  widths: v.optional(
    v.record(v.picklist(columnIds), v.pipe(v.number(), v.minValue(narrowestColumnPx), v.maxValue(widestColumnPx))),
    {},
  ),
  time: v.optional(v.picklist(timeModes), 'start'),
});

export type ListLayout = Readonly<v.InferOutput<typeof listLayoutSchema>>;

export const usualLayout: ListLayout = { hidden: [], widths: {}, time: 'start' };

/** The mode that follows when the time is switched. */
export function nextTimeMode(mode: TimeMode): TimeMode {
  return timeModes[(timeModes.indexOf(mode) + 1) % timeModes.length] ?? 'start';
}
