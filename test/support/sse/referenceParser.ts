import type { DispatchedEvent } from './parsedBody.ts';

/** What a client that follows the standard makes of a body. */
export interface Reference {
  readonly events: readonly DispatchedEvent[];
  readonly lastEventId: string;
  readonly retryMs: number | undefined;
}

/**
 * The text of HTML 9.2.6 put into code as it stands, over a whole body at once: slow and plain, to compare with. The one
 * liberty is that the last event ID buffer begins with the ID known from before (WPT format-field-id-2).
 */
export function referenceParse(body: Uint8Array, knownId = ''): Reference {
  const events: DispatchedEvent[] = [];
  let data = '';
  let type = '';
  let idBuffer = knownId;
  let lastEventId = knownId;
  let retryMs: number | undefined;

  const dispatch = (): void => {
    lastEventId = idBuffer;
    if (data !== '') {
      events.push({ type: type === '' ? 'message' : type, data: data.slice(0, -1), lastEventId });
    }
    data = '';
    type = '';
  };

  const field = (name: string, value: string): void => {
    if (name === 'event') {
      type = value;
    } else if (name === 'data') {
      data += `${value}\n`;
    } else if (name === 'id') {
      idBuffer = value.includes('\0') ? idBuffer : value;
    } else if (name === 'retry') {
      retryMs = /^[0-9]+$/.test(value) ? Number.parseInt(value, 10) : retryMs;
    }
  };

  // A line without an end is pending data, which is discarded.
  const lines = new TextDecoder('utf-8')
    .decode(body)
    .split(/\r\n|\n|\r/)
    .slice(0, -1);
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (line === '') {
      dispatch();
    } else if (colon === -1) {
      field(line, '');
    } else if (colon > 0) {
      field(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
    }
  }
  return { events, lastEventId, retryMs };
}
