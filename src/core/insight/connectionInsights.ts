import type { Attempt, Exchange, KeptAttempt } from '../connection/attempt.ts';
import type { Insight } from './insight.ts';

/** What is known of an attempt, with or without what its records tell. */
export type KnownAttempt = KeptAttempt & Pick<Partial<Attempt>, 'events'>;

/** Attempts that are looked at: the one in question and those before it. */
export const lookedAtAttempts = 8;

/** As many ends alike are no accident. */
const fewestAlike = 3;
/** What ends sooner has other reasons, milliseconds. */
const shortestCutMs = 10_000;
/** How far apart times that one timer made may be: a second, or so much of them. */
const toleranceMs = 1000;
const toleranceShare = 0.02;
/** Bursts that end within a line: one or two may be a stalled network. */
const fewestCutBursts = 3;
const fewestBursts = 3;
const fewestEventsPerBurst = 5;
/** Of the time between the first and the last byte, where events come in bursts. */
const pausedShare = 0.9;
const fewestHeldEvents = 10;
/** How long all events of a stream are waited for, and how close together they then come, milliseconds. */
const heldBackMs = 5000;
const atOnceMs = 250;

/**
 * What the numbers of a connection say, the gravest first.
 *
 * @param attempts In a row, the newest last: that is the one in question.
 */
export function connectionInsights(attempts: readonly KnownAttempt[]): readonly Insight[] {
  const newest = attempts.at(-1);
  if (newest === undefined) {
    return [];
  }
  return [...cutsAlike(attempts), ...arrivalInsights(newest), ...headerInsights(newest)].sort(
    (a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'),
  );
}

interface Cut {
  readonly ageMs: number;
  readonly silenceMs: number;
  readonly isAbrupt: boolean;
}

/** How a stream that was open ended by the other side; `undefined` where it did not. */
function cutOf({ exchanges, firstByteAt, endedAt, end, silenceMs }: KnownAttempt): Cut | undefined {
  const openedAt = exchanges.at(-1)?.respondedAt ?? null;
  if (endedAt === null || openedAt === null || (end !== 'ended' && end !== 'broken')) {
    return undefined;
  }
  const ageMs = endedAt - openedAt;
  return { ageMs, silenceMs: firstByteAt === null ? ageMs : (silenceMs ?? ageMs), isAbrupt: end === 'broken' };
}

function cutsAlike(attempts: readonly KnownAttempt[]): Insight[] {
  const cuts: Cut[] = [];
  for (const attempt of attempts.toReversed()) {
    const cut = cutOf(attempt);
    if (cut === undefined) {
      break;
    }
    cuts.push(cut);
  }
  const silences = alike(cuts.map(({ silenceMs }) => silenceMs));
  if (silences !== undefined) {
    return [{ code: 'idle-timeout', severity: 'warning', ...silences }];
  }
  const ages = alike(cuts.map(({ ageMs }) => ageMs));
  if (ages === undefined) {
    return [];
  }
  // Who ends a stream in an orderly way may mean to.
  const isAbrupt = cuts.slice(0, ages.attempts).every((cut) => cut.isAbrupt);
  return [{ code: 'lifetime', severity: isAbrupt ? 'warning' : 'info', ...ages }];
}

/** How many of the first times are alike, and how long they are on average; `undefined`: too few, or too short. */
function alike(times: readonly number[]): { readonly attempts: number; readonly ms: number } | undefined {
  const [first = 0] = times;
  const tolerance = Math.max(toleranceMs, first * toleranceShare);
  const end = times.findIndex((ms) => Math.abs(ms - first) > tolerance);
  const same = end === -1 ? times : times.slice(0, end);
  const ms = same.reduce((sum, time) => sum + time, 0) / Math.max(1, same.length);
  return same.length >= fewestAlike && ms >= shortestCutMs ? { attempts: same.length, ms } : undefined;
}

function arrivalInsights(attempt: KnownAttempt): Insight[] {
  const { arrival, contentCoding, events, firstByteAt } = attempt;
  if (arrival === undefined || firstByteAt === null) {
    return [];
  }
  const { bursts, cutBursts, cutBurstBytes, pausedMs } = arrival;
  if (cutBursts >= fewestCutBursts) {
    const bytes = Math.round(cutBurstBytes / cutBursts);
    return [{ code: 'cut-bursts', severity: 'warning', bursts: cutBursts, bytes, contentCoding }];
  }
  if (events === undefined) {
    return [];
  }
  const spanMs = lastByteAt(attempt) - firstByteAt;
  if (bursts >= fewestBursts && events / bursts >= fewestEventsPerBurst && pausedMs >= spanMs * pausedShare) {
    return [{ code: 'bursts', severity: 'info', bursts, events: Math.round(events / bursts), contentCoding }];
  }
  const waitedMs = firstByteAt - (attempt.exchanges.at(-1)?.startedAt ?? firstByteAt);
  const isAtOnce =
    attempt.end === 'ended' && bursts === 1 && spanMs <= atOnceMs && (attempt.silenceMs ?? 0) <= atOnceMs;
  return isAtOnce && events >= fewestHeldEvents && waitedMs >= heldBackMs
    ? [{ code: 'held-back', severity: 'info', events, ms: waitedMs }]
    : [];
}

function lastByteAt({ endedAt, silenceMs, firstByteAt, arrival }: KnownAttempt): number {
  return endedAt !== null && silenceMs !== null
    ? endedAt - silenceMs
    : // Of an attempt that goes on, the pauses are what is known of the time since.
      (firstByteAt ?? 0) + (arrival?.pausedMs ?? 0);
}

/** What a browser, a cache and a proxy would make of the headers of a stream. */
function headerInsights({ exchanges, end }: KnownAttempt): Insight[] {
  const response = exchanges.at(-1);
  if (response?.status !== 200 || end === 'refused') {
    return [];
  }
  const insights: Insight[] = [];
  if (headerOf(response, 'access-control-allow-origin') === undefined) {
    insights.push({ code: 'no-cors', severity: 'info' });
  }
  const cacheControl = headerOf(response, 'cache-control') ?? '';
  if (!/\bno-(?:cache|store)\b/i.test(cacheControl)) {
    insights.push({ code: 'cacheable', severity: 'info', cacheControl });
  }
  // nginx takes the header out: behind it, its absence says nothing.
  const isNginx = /nginx|openresty/i.test(headerOf(response, 'server') ?? '');
  if (!isNginx && headerOf(response, 'x-accel-buffering')?.toLowerCase() !== 'no') {
    insights.push({ code: 'may-be-buffered', severity: 'info' });
  }
  return insights;
}

function headerOf({ responseHeaders }: Exchange, name: string): string | undefined {
  return responseHeaders.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}
