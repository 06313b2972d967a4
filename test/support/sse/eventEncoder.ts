/** An event as a server means it. */
export interface OutgoingEvent {
  /** Without line ends; empty: `message`. */
  readonly type: string;
  /** Line ends in it become line feeds. */
  readonly data: string;
  /** Without line ends and U+0000; `undefined`: the event sets none. */
  readonly id: string | undefined;
}

/** How to write what may be written in several ways. */
export interface EncodeStyle {
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** Whether a space follows each colon. */
  readonly space: boolean;
}

/** Writes an event as a block of an event stream. */
export function encodeEvent({ type, data, id }: OutgoingEvent, { lineEnd, space }: EncodeStyle): string {
  // Where no space follows the colon, one that begins the value would be taken for it.
  const field = (name: string, value: string): string =>
    `${name}:${space || value.startsWith(' ') ? ' ' : ''}${value}${lineEnd}`;
  return [
    type === '' ? '' : field('event', type),
    ...data.split(/\r\n|\n|\r/).map((line) => field('data', line)),
    id === undefined ? '' : field('id', id),
    lineEnd,
  ].join('');
}
