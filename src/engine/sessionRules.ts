import type { ReconnectSettings } from '../core/connection/reconnectPolicy.ts';
import { defaultStreamLimits } from '../core/sse/streamLimits.ts';
import type { ReconnectOptions, SessionLimits } from './session.ts';

const defaultMaxDelayMs = 60_000;

/** What a session goes by, with the defaults in place. */
export interface SessionRules {
  readonly reconnect: ReconnectSettings;
  /** 0: silence is no sign of death. Milliseconds. */
  readonly deadAfterMs: number;
  readonly limits: Required<SessionLimits>;
}

/** @param reconnects Whether to reconnect where the options do not say. */
export function sessionRules(reconnect: ReconnectOptions, limits: SessionLimits, reconnects: boolean): SessionRules {
  return {
    reconnect: {
      isEnabled: reconnect.enabled ?? reconnects,
      growsDelay: reconnect.backoff ?? true,
      maxDelayMs: reconnect.maxDelayMs ?? defaultMaxDelayMs,
      retriesServerErrors: reconnect.onServerError ?? false,
      maxAttempts: reconnect.maxAttempts,
    },
    deadAfterMs: reconnect.deadAfterMs ?? 0,
    limits: {
      blockBytes: limits.blockBytes ?? defaultStreamLimits.maxBlockBytes,
      captureBytes: limits.captureBytes ?? 0,
    },
  };
}
