import type { ReconnectOptions, SessionLimits } from '../engine/session.ts';
import type { ConnectRequest } from './savedEndpoint.ts';
import type { Settings } from './settings.ts';

/** What an endpoint says of reconnecting. */
export type ReconnectFields = Pick<ConnectRequest, 'reconnect' | 'deadAfterSeconds'>;

const mebibyte = 1024 * 1024;

/** How a session reconnects: as its endpoint says, else as the settings do. */
export function reconnectOptions(
  { reconnect = {}, deadAfterSeconds }: ReconnectFields,
  settings: Settings,
): ReconnectOptions {
  // "Enabled" is left to the engine, which does not repeat requests that must not be.
  const enabled = reconnect.enabled ?? (settings.reconnectEnabled ? undefined : false);
  return {
    ...(enabled === undefined ? {} : { enabled }),
    delayMs: reconnect.delay ?? settings.reconnectDelayMs,
    backoff: reconnect.backoff ?? settings.reconnectBackoff,
    maxDelayMs: (reconnect.maxDelaySeconds ?? settings.reconnectMaxDelaySeconds) * 1000,
    deadAfterMs: (deadAfterSeconds ?? settings.reconnectDeadAfterSeconds) * 1000,
    onServerError: reconnect.onServerError ?? settings.reconnectOnServerError,
  };
}

/** How much a session takes. */
export function sessionLimits({ limitsBlockMiB, limitsCaptureMiB }: Settings): SessionLimits {
  return { blockBytes: limitsBlockMiB * mebibyte, captureBytes: limitsCaptureMiB * mebibyte };
}
