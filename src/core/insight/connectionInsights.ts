import type { Attempt, Exchange, KeptAttempt } from '../connection/attempt.ts';
import { brakeWindowMs } from '../connection/reconnectPolicy.ts';
import type { Insight } from './insight.ts';

/** What is known of an attempt, with or without what its records tell. */
export type KnownAttempt = KeptAttempt & Pick<Partial<Attempt>, 'events'>;

/** Attempts that are looked at: the one in question and those before it. */
export const lookedAtAttempts = 8;

/** As many ends alike are no accident. */
const fewestAlike = 3;
/** What ends sooner has other reasons, milliseconds. Who ends a stream in an orderly way soon may mean to. */
const shortestEndMs = 10_000;
const shortestCutMs = 2000;
/** How far apart times that one timer made may be: a second, or less where they are short, or so much of them. */
const toleranceMs = 1000;
const shortToleranceShare = 0.1;
const toleranceShare = 0.02;
/** As many streams that are the same are no accident. */
const fewestRepeats = 2;
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
 * @param now Milliseconds since the capture began.
 */
export function connectionInsights(attempts: readonly KnownAttempt[], now: number): readonly Insight[] {
  const newest = attempts.at(-1);
  if (newest === undefined) {
    return [];
  }
  return [
    ...storm(attempts, now),
    ...startsAgain(attempts),
    ...cutsAlike(attempts),
    ...arrivalInsights(newest),
    ...headerInsights(newest),
  ].sort((a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'));
}

/** Of an attempt under way, the one before tells for a while: what it shows itself is seen at its end. */
function storm(attempts: readonly KnownAttempt[], now: number): Insight[] {
  const [before, newest] = [attempts.at(-2), attempts.at(-1)];
  const ageMs = now - (newest?.exchanges[0]?.startedAt ?? now);
  const brake = newest?.brake ?? (newest?.end === null && ageMs < brakeWindowMs ? before?.brake : undefined);
  return brake === undefined ? [] : [{ code: 'storm', severity: 'warning', ...brake }];
}

/** A server that ignores the Last-Event-ID, or that has none to go by. */
function startsAgain(attempts: readonly KnownAttempt[]): Insight[] {
  const newest = attempts.at(-1);
  const isUntold = newest?.end === null && newest.lastEventIdSent !== '' && newest.resume === undefined;
  const told = (isUntold ? attempts.slice(0, -1) : attempts).toReversed();
  const obeying = told.findIndex(({ resume }) => resume !== 'ignored');
  const ignoring = obeying === -1 ? told.length : obeying;
  if (ignoring > 0) {
    return [{ code: 'ignored-last-event-id', severity: 'warning', attempts: ignoring }];
  }
  const repeats = repeatsOf(attempts);
  return repeats >= fewestRepeats ? [{ code: 'repeated-stream', severity: 'warning', attempts: repeats + 1 }] : [];
}

function repeatsOf(attempts: readonly KnownAttempt[]): number {
  const [before, newest] = [attempts.at(-2), attempts.at(-1)];
  const mayRepeat = newest?.end === null && newest.decodedBytes <= (before?.decodedBytes ?? 0);
  return (mayRepeat ? before : newest)?.repeats ?? 0;
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
  const silences = alike(cuts, ({ silenceMs }) => silenceMs);
  if (silences !== undefined) {
    return [{ code: 'idle-timeout', severity: 'warning', ...silences }];
  }
  const ages = alike(cuts, ({ ageMs }) => ageMs);
  return ages === undefined
    ? []
    : [{ code: 'lifetime', severity: areAbrupt(cuts.slice(0, ages.attempts)) ? 'warning' : 'info', ...ages }];
}

/** How many of the first times are alike, and how long they are on average; `undefined`: too few, or too short. */
function alike(
  cuts: readonly Cut[],
  timeOf: (cut: Cut) => number,
): { readonly attempts: number; readonly ms: number } | undefined {
  const times = cuts.map(timeOf);
  const [first = 0] = times;
  const tolerance = Math.max(Math.min(toleranceMs, first * shortToleranceShare), first * toleranceShare);
  const end = times.findIndex((ms) => Math.abs(ms - first) > tolerance);
  const attempts = end === -1 ? times.length : end;
  const ms = times.slice(0, attempts).reduce((sum, time) => sum + time, 0) / Math.max(1, attempts);
  const shortestMs = areAbrupt(cuts.slice(0, attempts)) ? shortestCutMs : shortestEndMs;
  return attempts >= fewestAlike && ms >= shortestMs ? { attempts, ms } : undefined;
}

function areAbrupt(cuts: readonly Cut[]): boolean {
  return cuts.every(({ isAbrupt }) => isAbrupt);
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
