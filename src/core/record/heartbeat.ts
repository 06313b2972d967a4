import type { RecordKind } from './recordKind.ts';

/** Types that servers give to events that only keep a connection alive. */
const heartbeatTypes = /^(?:ping|pong|heart[-_.]?beat|keep[-_.]?alive|hb|noop)$/i;

/** Whether events of a type only keep the connection alive, by the name of the type. */
function isHeartbeatType(type: string): boolean {
  return heartbeatTypes.test(type);
}

/**
 * Whether a record only keeps the connection alive: a comment, an event of one of the usual types, or an event without data.
 *
 * @param dataLength Bytes of data.
 */
export function isHeartbeat(kind: RecordKind, type: string, dataLength: number): boolean {
  return kind === 'comment' || (kind === 'event' && (dataLength === 0 || isHeartbeatType(type)));
}
