import { assertNever } from '../assertNever.ts';
import type { Insight } from '../insight/insight.ts';
import { formatBytes, formatDuration } from './format.ts';
import type { ProblemWords } from './problemWords.ts';
import type { Translate } from './translate.ts';

/** Time limits that many have because somebody's default is so, in seconds. Names are not translated. */
const knownTimeouts: readonly (readonly [seconds: number, whose: string])[] = [
  [30, 'Google Cloud load balancers'],
  [55, 'Heroku'],
  [60, 'nginx (proxy_read_timeout), AWS load balancers (ALB)'],
  [100, 'Cloudflare'],
  [240, 'Azure load balancers'],
  [300, 'Azure API Management'],
  [350, 'AWS load balancers (NLB)'],
];

/** Says what the numbers of a connection show, what that means, and what to do about it. */
export function describeInsight(insight: Insight, t: Translate): ProblemWords {
  switch (insight.code) {
    case 'storm':
      return {
        happened: t('{0} reconnects within a minute: braked to one a second', insight.reconnects),
        meaning: t(
          'Each stream ended at once, and {0} is the time to wait before the next: browsers would ask without a pause.',
          formatDuration(insight.baseMs),
        ),
        remedy: t('Keep the stream open, send a longer retry, or answer 204 where there is nothing more.'),
      };
    case 'ignored-last-event-id':
      return {
        happened:
          insight.attempts === 1
            ? t('The server ignored the Last-Event-ID and began again')
            : t('The server ignored the Last-Event-ID and began again, {0} times in a row', insight.attempts),
        meaning: t('With each reconnect a client gets events again that it has.'),
        remedy: t('Let the server go on after the ID that the request names.'),
      };
    case 'repeated-stream':
      return {
        happened: t('The same stream came {0} times in a row', insight.attempts),
        meaning: t('A client takes the end of a stream for a fault: it asks again and gets all of it again.'),
        remedy: t('Answer 204 where all is sent, or send IDs and go on after the Last-Event-ID.'),
      };
    case 'idle-timeout': {
      const time = formatDuration(insight.ms);
      return {
        happened: t('Cut after {0} of silence, {1} times in a row', time, insight.attempts),
        meaning: withKnown(
          t('Something between, or the server itself, ends connections that are idle.'),
          insight.ms,
          t,
        ),
        remedy: t('Let the server send a comment every 15 s, or raise that limit.'),
      };
    }
    case 'lifetime': {
      const time = formatDuration(insight.ms);
      return {
        happened: t('Ended {0} after it opened, {1} times in a row', time, insight.attempts),
        meaning: withKnown(t('A time limit applies to the whole connection, whatever is sent.'), insight.ms, t),
        remedy: t('Raise that limit where it is not meant, or let clients resume by Last-Event-ID.'),
      };
    }
    case 'cut-bursts':
      return {
        happened: t(
          'Stopped in the middle of a line {0} times, after {1} on average',
          insight.bursts,
          formatBytes(insight.bytes),
        ),
        meaning: t('Something between collects bytes until a buffer is full: events come late and in bursts.'),
        remedy: bufferRemedy(insight.contentCoding, t),
      };
    case 'bursts':
      return {
        happened: t('{0} events at once, {1} times, with silence between', insight.events, insight.bursts),
        meaning: t('Where the server sends them one by one, something between holds them back.'),
        remedy: bufferRemedy(insight.contentCoding, t),
      };
    case 'held-back':
      return {
        happened: t('All {0} events came at once, {1} after the request', insight.events, formatDuration(insight.ms)),
        meaning: t('Where the server sends them one by one, something between held the whole stream back.'),
        remedy: bufferRemedy('', t),
      };
    case 'no-cors':
      return {
        happened: t('A page of another origin could not read this stream'),
        meaning: t('The response has no Access-Control-Allow-Origin header; a browser would refuse it there.'),
        remedy: t('Send the header where such pages are to read it.'),
      };
    case 'cacheable':
      return {
        happened:
          insight.cacheControl === ''
            ? t('The response has no Cache-Control header')
            : t('Cache-Control is {0}', insight.cacheControl),
        meaning: t('A cache between may keep the stream, or hold it back to do so.'),
        remedy: t('Send Cache-Control: no-cache, and no-transform against compression on the way.'),
      };
    case 'may-be-buffered':
      return {
        happened: t('The response has no X-Accel-Buffering header'),
        meaning: t('Behind nginx, and others that heed it, events may be held back until a buffer is full.'),
        remedy: t('Send X-Accel-Buffering: no where the stream goes through such a proxy.'),
      };
    default:
      return assertNever(insight);
  }
}

function withKnown(meaning: string, ms: number, t: Translate): string {
  const known = knownTimeouts.find(([seconds]) => Math.abs(ms - seconds * 1000) <= 1000);
  return known === undefined ? meaning : `${meaning} ${t('{0} s is the limit of {1} by default.', ...known)}`;
}

function bufferRemedy(contentCoding: string, t: Translate): string {
  return contentCoding === ''
    ? t('Send X-Accel-Buffering: no, switch proxy_buffering off, or try without the proxy or antivirus between.')
    : t('Flush the {0} compression after each event, or switch it off for the stream.', contentCoding);
}
