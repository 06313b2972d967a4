import * as v from 'valibot';
import { nextLastEventId } from '../core/connection/nextLastEventId.ts';
import type { NextLastEventId } from '../core/connection/nextLastEventId.ts';
import { isLive, sessionStateSchema } from '../core/connection/sessionSnapshot.ts';
import type { SessionSnapshot, SessionState } from '../core/connection/sessionSnapshot.ts';
import type { CaptureCounts } from '../core/protocol/captureMessages.ts';
import type { CaptureInfo } from '../store/captureInfo.ts';
import type { Rate } from './rateMeter.ts';

const noRate: Rate = { events: 0, bytes: 0 };

/** What changes while a session runs, beside its counts. */
export interface RunningFacts {
  readonly rate: Rate;
  readonly durationMs: number;
  readonly nextLastEventId: NextLastEventId;
  readonly acceptedCertificate: string;
  readonly failuresInARow: number;
  readonly reconnectsPerMinute: number;
  readonly isReadingPaused: boolean;
  readonly streamsToOrigin: number;
}

/** Puts the picture of a session together from what its parts know. */
export function makeSnapshot(
  info: CaptureInfo,
  counts: CaptureCounts,
  state: SessionState,
  {
    rate,
    durationMs,
    nextLastEventId,
    acceptedCertificate,
    failuresInARow,
    reconnectsPerMinute,
    isReadingPaused,
    streamsToOrigin,
  }: RunningFacts,
): SessionSnapshot {
  const { id, title, method, url, status, httpVersion, attempts, startedAt, retryMs } = info;
  const { records, kinds, types, typeCount, heartbeats, bytes, lastEventId, warnings, clearedRecords } = counts;
  const isOpen = state.name === 'open';
  const { events: eventsPerSecond, bytes: bytesPerSecond } = isLive(state) ? rate : noRate;
  return {
    id,
    title,
    method,
    url,
    state,
    status,
    httpVersion,
    attempts,
    records,
    kinds,
    types,
    typeCount,
    heartbeats,
    bytes,
    eventsPerSecond,
    bytesPerSecond,
    lastEventId,
    nextLastEventId,
    sentLastEventId: info.lastEventIdSent,
    acceptedCertificate,
    failuresInARow,
    reconnectsPerMinute,
    isReadingPaused,
    streamsToOrigin,
    retryMs: counts.retryMs ?? retryMs,
    retryFromStream: counts.retryMs !== undefined || info.retryFromStream,
    warnings,
    startedAt,
    durationMs,
    silenceMs: isOpen ? Math.max(0, durationMs - counts.lastTime) : 0,
    pendingBytes: isOpen ? counts.pendingBytes : 0,
    clearedRecords,
  };
}

/** The picture of a capture of an earlier run. */
export function pastSnapshot(info: CaptureInfo, counts: CaptureCounts): SessionSnapshot {
  const durationMs = Math.max(counts.lastTime, info.durationMs);
  const choice = { once: undefined, pinned: info.pinnedLastEventId ?? undefined };
  return makeSnapshot(info, counts, pastState(info.state), {
    rate: noRate,
    durationMs,
    nextLastEventId: nextLastEventId(choice, { inForce: counts.lastEventId, received: counts.receivedId }),
    acceptedCertificate: '',
    failuresInARow: 0,
    reconnectsPerMinute: 0,
    isReadingPaused: false,
    streamsToOrigin: 0,
  });
}

/** The state of a capture of an earlier run: what it ended with, or stopped where the run ended before it. */
export function pastState(json: string): SessionState {
  try {
    const state = v.parse(sessionStateSchema, JSON.parse(json));
    return isLive(state) ? { name: 'stopped' } : state;
  } catch {
    return { name: 'stopped' };
  }
}
