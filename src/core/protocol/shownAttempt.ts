import type { Attempt, Exchange } from '../connection/attempt.ts';
import { cutText } from '../cutText.ts';

/** Characters of a header's value or an ID that are drawn: shaping megabytes of text stalls a page. */
const maxValueLength = 4000;

/** An attempt, cut for showing: what is left out of a value is told by its length at the end. */
export function shownAttempt(attempt: Attempt): Attempt {
  return {
    ...attempt,
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
