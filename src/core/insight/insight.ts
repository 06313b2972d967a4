import * as v from 'valibot';

const count = v.number();
/** Milliseconds. */
const duration = v.number();

/**
 * Something about a connection that a reader of its numbers would want to be told. `warning`: what is there says that
 * something is wrong. `info`: what one should know when something else is.
 */
export const insightSchema = v.variant('code', [
  /** Reconnects followed one another so fast that they had to be braked. */
  v.object({
    code: v.literal('storm'),
    severity: v.literal('warning'),
    /** In the minute before. */
    reconnects: count,
    /** What the server, or the default, asks to wait. */
    baseMs: duration,
  }),
  /** The server began again, whatever Last-Event-ID it was sent, so many times in a row. */
  v.object({ code: v.literal('ignored-last-event-id'), severity: v.literal('warning'), attempts: count }),
  /** Attempts in a row brought the same bytes. */
  v.object({ code: v.literal('repeated-stream'), severity: v.literal('warning'), attempts: count }),
  /** Attempts in a row were cut after the same silence: something between ends connections that are idle. */
  v.object({ code: v.literal('idle-timeout'), severity: v.literal('warning'), attempts: count, ms: duration }),
  /** Attempts in a row ended at the same age, though something came until shortly before. */
  v.object({
    code: v.literal('lifetime'),
    severity: v.picklist(['warning', 'info']),
    attempts: count,
    ms: duration,
  }),
  /** Bursts that end in the middle of a line: something between sends what it has when its buffer is full. */
  v.object({
    code: v.literal('cut-bursts'),
    severity: v.literal('warning'),
    bursts: count,
    /** Of one burst, on average. */
    bytes: count,
    contentCoding: v.string(),
  }),
  /** Many events at once after each pause. */
  v.object({
    code: v.literal('bursts'),
    severity: v.literal('info'),
    bursts: count,
    /** Of one burst, on average. */
    events: count,
    contentCoding: v.string(),
  }),
  /** A whole stream at once, long after it was asked for. */
  v.object({ code: v.literal('held-back'), severity: v.literal('info'), events: count, ms: duration }),
  /** Pages of another origin cannot read the stream. */
  v.object({ code: v.literal('no-cors'), severity: v.literal('info') }),
  /** Caches may keep the stream. */
  v.object({ code: v.literal('cacheable'), severity: v.literal('info'), cacheControl: v.string() }),
  /** nginx holds the stream back where it is not told otherwise. */
  v.object({ code: v.literal('may-be-buffered'), severity: v.literal('info') }),
]);

export type Insight = Readonly<v.InferOutput<typeof insightSchema>>;
