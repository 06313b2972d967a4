import * as v from 'valibot';
import { problemSchema } from './problem.ts';

const delayReasons = ['default', 'retry-field', 'backoff', 'retry-after', 'brake'] as const;

/**
 * Why a delay before the next attempt is as long as it is: the standard's own two reasons; it grew because attempts
 * brought nothing; the server asked for it (Retry-After); or attempts followed one another too fast.
 */
export type DelayReason = (typeof delayReasons)[number];

export const finishReasons = ['no-content', 'not-repeated', 'gave-up'] as const;

/** Why a session ended without a failure and without being stopped. */
export type FinishReason = (typeof finishReasons)[number];

/** Number of the attempt, counted from 1. */
const attempt = v.number();

export const resumeVerdicts = ['honoured', 'ignored', 'unknown'] as const;

/** Whether a server went on after the Last-Event-ID, began anew, or gives no way to tell. */
export type ResumeVerdict = (typeof resumeVerdicts)[number];

/** A connection change as captures hold it. */
export const connectionChangeSchema = v.variant('change', [
  v.object({
    change: v.literal('connecting'),
    attempt,
    method: v.string(),
    /** Without credentials. */
    url: v.string(),
    /** Value of the Last-Event-ID header as sent; empty: the header was absent. */
    lastEventId: v.string(),
    /** The ID that should have been sent, where no header can carry it; empty: there is none such. */
    unsendableId: v.optional(v.string(), ''),
  }),
  v.object({
    change: v.literal('opened'),
    attempt,
    status: v.number(),
    httpVersion: v.string(),
    contentType: v.string(),
    /** Redirects that were followed to it. */
    redirects: v.optional(v.number(), 0),
    /** Where they led to, without credentials; empty: nowhere. */
    finalUrl: v.optional(v.string(), ''),
  }),
  /** What an attempt that sent a Last-Event-ID brought: told once it can be told, while the connection is open. */
  v.object({
    change: v.literal('resumed'),
    attempt,
    /** Value of the Last-Event-ID header. */
    sent: v.string(),
    /** The first ID that the body set; empty: none. */
    firstId: v.string(),
    /** Different IDs that the capture had seen before, among the records looked at. */
    repeated: v.number(),
    /** Numbers left out between the ID that was sent and the first one; 0 where IDs are no numbers. */
    missing: v.number(),
    verdict: v.picklist(resumeVerdicts),
  }),
  /** The server ended the body in an orderly way. */
  v.object({
    change: v.literal('ended'),
    attempt,
    openMs: v.number(),
    silenceMs: v.number(),
    /** How many attempts just before brought the same bytes. */
    repeats: v.optional(v.number(), 0),
  }),
  /** The connection broke, or could not be made, and another attempt follows. */
  v.object({
    change: v.literal('cut'),
    attempt,
    problem: problemSchema,
    /** How long it was open, and silent at its end, milliseconds; `null`: it never was. */
    openMs: v.optional(v.nullable(v.number()), null),
    silenceMs: v.optional(v.nullable(v.number()), null),
  }),
  v.object({
    change: v.literal('waiting'),
    attempt,
    delayMs: v.number(),
    reason: v.picklist(delayReasons),
    /** Reconnection time by the standard, milliseconds; `null`: not recorded, because it is `delayMs`. */
    baseMs: v.optional(v.nullable(v.number()), null),
  }),
  /** The user disconnected. */
  v.object({ change: v.literal('stopped'), attempt }),
  v.object({ change: v.literal('finished'), attempt, reason: v.picklist(finishReasons) }),
  /** No further attempt follows. */
  v.object({ change: v.literal('failed'), attempt, problem: problemSchema }),
  /** The program ended before the session did; recorded when the capture is opened again. */
  v.object({ change: v.literal('interrupted'), attempt }),
]);

/**
 * A change of the connection as it is recorded, in the order in which they can happen: `connecting`, then `opened` or
 * a failure, perhaps `resumed`, then `ended` or `cut`, then `waiting`, and round again.
 */
export type ConnectionChange = Readonly<v.InferOutput<typeof connectionChangeSchema>>;
