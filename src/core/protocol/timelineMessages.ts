import * as v from 'valibot';
import { recordKinds } from '../record/recordKind.ts';
import type { RecordRow } from '../record/record.ts';
import type { AttemptTimes, Statistics } from '../record/statistics.ts';
import type { Timeline } from '../record/timeline.ts';

/** What the timelines in the panel and in the side bar ask of the host, and its answers. */

const requestId = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite());
/** The filter in force; empty: none. */
const query = v.optional(v.string(), '');

const zoomSchema = v.variant('zoom', [
  /** From the first record to now. */
  v.object({ zoom: v.literal('all') }),
  /** So many milliseconds up to now. */
  v.object({ zoom: v.literal('newest'), spanMs: v.pipe(v.number(), v.gtValue(0)) }),
  /** A stretch that stays where it is, milliseconds since the capture began. */
  v.object({ zoom: v.literal('range'), start: milliseconds, end: milliseconds }),
]);

/** What a timeline shows. The first two follow the stream. */
export type TimelineZoom = Readonly<v.InferOutput<typeof zoomSchema>>;

/** What a panel remembers of its timeline. */
export const timelineStateSchema = v.object({
  zoom: v.optional(zoomSchema, { zoom: 'all' }),
  collapsed: v.optional(v.boolean(), false),
  /** Of the lanes with their axis, CSS pixels. */
  heightPx: v.optional(v.number(), 112),
  statistics: v.optional(v.boolean(), false),
});

export type TimelineState = Readonly<v.InferOutput<typeof timelineStateSchema>>;

const lanesSchema = v.variant('lanes', [
  v.object({ lanes: v.literal('all') }),
  v.object({ lanes: v.literal('type'), type: v.string() }),
  /** Events of all types but these. */
  v.object({ lanes: v.literal('otherTypes'), except: v.array(v.string()) }),
  v.object({ lanes: v.literal('kind'), kind: v.picklist(recordKinds) }),
  v.object({ lanes: v.literal('diagnostics') }),
]);

const placeSchema = v.object({
  /** Milliseconds since the capture began. */
  time: milliseconds,
  /** How far from there a record may be. */
  withinMs: milliseconds,
  lanes: lanesSchema,
});

/** A place on a timeline that is pointed at. */
export type TimelinePlace = Readonly<v.InferOutput<typeof placeSchema>>;

const stepSchema = v.object({
  direction: v.picklist(['next', 'previous']),
  time: milliseconds,
  /** Number of the record to go on from, among those of the same time; 0: none. */
  seq: requestId,
});

/** A step from one record of a timeline to the next one. */
export type TimelineStep = Readonly<v.InferOutput<typeof stepSchema>>;

export const fromTimelineSchemas = [
  v.object({
    type: v.literal('getTimeline'),
    requestId,
    bins: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4096)),
    /** `null`: from the first record to the last. Milliseconds since the capture began. */
    range: v.optional(v.nullable(v.object({ start: milliseconds, end: milliseconds })), null),
    query,
  }),
  /** The record that is pointed at. */
  v.object({ type: v.literal('getTimelineRecord'), requestId, place: placeSchema, query }),
  /** The record after or before another. */
  v.object({ type: v.literal('stepTimeline'), requestId, step: stepSchema, query }),
  v.object({ type: v.literal('getStatistics'), requestId, query }),
] as const;

/** Statistics as a panel shows them. */
export interface PanelStatistics {
  readonly statistics: Statistics;
  /** Of the newest attempt; `null`: none was made. */
  readonly newestAttempt: AttemptTimes | null;
}

export type ToTimeline =
  | { readonly type: 'timeline'; readonly requestId: number; readonly timeline: Timeline | null }
  /** `null`: there is none. */
  | { readonly type: 'timelineRecord'; readonly requestId: number; readonly row: RecordRow | null }
  | { readonly type: 'statistics'; readonly requestId: number; readonly statistics: PanelStatistics | null };

export const toTimelineTypes = [
  'timeline',
  'timelineRecord',
  'statistics',
] as const satisfies readonly ToTimeline['type'][];
