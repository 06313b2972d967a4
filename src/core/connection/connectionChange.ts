import * as v from 'valibot';
import { problemSchema } from './problem.ts';

const delayReasons = ['default', 'retry-field'] as const;

/** Why a delay before the next attempt is as long as it is. */
export type DelayReason = (typeof delayReasons)[number];

export const finishReasons = ['no-content', 'not-repeated'] as const;

/** Why a session ended without a failure and without being stopped. */
export type FinishReason = (typeof finishReasons)[number];

/** Number of the attempt, counted from 1. */
const attempt = v.number();

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
  }),
  v.object({
    change: v.literal('opened'),
    attempt,
    status: v.number(),
    httpVersion: v.string(),
    contentType: v.string(),
  }),
  /** The server ended the body in an orderly way. */
  v.object({ change: v.literal('ended'), attempt, openMs: v.number(), silenceMs: v.number() }),
  /** The connection broke, or could not be made, and another attempt follows. */
  v.object({ change: v.literal('cut'), attempt, problem: problemSchema }),
  v.object({ change: v.literal('waiting'), attempt, delayMs: v.number(), reason: v.picklist(delayReasons) }),
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
 * a failure, then `ended` or `cut`, then `waiting`, and round again.
 */
export type ConnectionChange = Readonly<v.InferOutput<typeof connectionChangeSchema>>;
