/**
 * What a record of a capture is. Every byte of a body belongs to at least one record, and every change of the
 * connection is a record too, so that the list tells the whole story in the order in which it happened.
 */
export const recordKinds = ['event', 'comment', 'retry', 'id', 'invalid', 'dropped', 'connection'] as const;

/**
 * - `event`: a dispatched event (HTML 9.2.6, "dispatch the event").
 * - `comment`: a line that starts with a colon.
 * - `retry`: a valid `retry` field: the reconnection time changes as soon as the line is read.
 * - `id`: a block with an `id` but without `data`: sets the last event ID, dispatches nothing.
 * - `invalid`: a line that a client ignores: unknown field, `retry` that is no number, `id` with U+0000.
 * - `dropped`: a block that dispatches nothing: no `data` line, or unfinished when the stream ended.
 * - `connection`: a change of the connection: connecting, opened, ended, waiting, failed and so on.
 */
export type RecordKind = (typeof recordKinds)[number];

/** The number that stands for a kind in the store. Numbers are never reused: captures live longer than versions. */
export const recordKindCodes: Readonly<Record<RecordKind, number>> = {
  event: 0,
  comment: 1,
  retry: 2,
  id: 3,
  invalid: 4,
  dropped: 5,
  connection: 6,
};
