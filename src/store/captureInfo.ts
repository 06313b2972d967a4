import * as v from 'valibot';

/** What a capture knows of itself beside its records: enough to show it and to connect again after a restart. */
export const captureInfoSchema = v.object({
  id: v.string(),
  title: v.string(),
  method: v.string(),
  /** As it was asked for, without credentials. */
  url: v.string(),
  /** Wall-clock time of the start, milliseconds since 1970-01-01 UTC. */
  startedAt: v.number(),
  /** From the start to the newest record when this was written, milliseconds. */
  durationMs: v.number(),
  attempts: v.number(),
  status: v.nullable(v.number()),
  httpVersion: v.string(),
  lastEventId: v.string(),
  /** Value of the Last-Event-ID header of the newest request. */
  lastEventIdSent: v.optional(v.string(), ''),
  /** The ID that every request sends; `null`: none in particular. */
  pinnedLastEventId: v.optional(v.nullable(v.string()), null),
  retryMs: v.number(),
  /** Whether a `retry` field set the reconnection time. */
  retryFromStream: v.boolean(),
  /** Whether a body was part of the request; it is not kept. */
  hasBody: v.boolean(),
  reconnects: v.boolean(),
  /** The state as a `SessionState`, JSON; a live one means that the process ended before the session did. */
  state: v.string(),
});

export type CaptureInfo = v.InferOutput<typeof captureInfoSchema>;
