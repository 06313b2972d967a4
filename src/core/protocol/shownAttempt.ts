import * as v from 'valibot';
import { attemptSchema } from '../connection/attempt.ts';
import type { Attempt, Exchange } from '../connection/attempt.ts';
import { insightSchema } from '../insight/insight.ts';
import type { Insight } from '../insight/insight.ts';
import { cutText } from '../cutText.ts';

/** Characters of a header's value or an ID that are drawn: shaping megabytes of text stalls a page. */
const maxValueLength = 4000;

export const shownAttemptSchema = v.object({
  ...attemptSchema.entries,
  /** What its numbers say, the gravest first. */
  insights: v.optional(v.array(insightSchema)),
});

/** An attempt as panels show it. */
export type ShownAttempt = Readonly<v.InferOutput<typeof shownAttemptSchema>>;

/** An attempt, cut for showing: what is left out of a value is told by its length at the end. */
export function shownAttempt(attempt: Attempt, insights: readonly Insight[]): ShownAttempt {
  return {
    ...attempt,
    insights: [...insights],
    exchanges: attempt.exchanges.map(shownExchange),
    lastEventIdSent: shownValue(attempt.lastEventIdSent),
    lastEventIdReceived: shownValue(attempt.lastEventIdReceived),
  };
}

function shownExchange(exchange: Exchange): Exchange {
  const { url, requestHeaders, responseHeaders } = exchange;
  const shownHeader = ([name, value]: readonly [string, string]): [string, string] => [name, shownValue(value)];
  return {
    ...exchange,
    url: shownValue(url),
    requestHeaders: requestHeaders.map(shownHeader),
    responseHeaders: responseHeaders.map(shownHeader),
  };
}

function shownValue(value: string): string {
  const shown = cutText(value, maxValueLength);
  return shown === value ? value : `${shown}… (${value.length - shown.length} more)`;
}
