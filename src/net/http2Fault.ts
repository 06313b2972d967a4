/** Names of HTTP/2's error codes, by their number ([RFC 9113] 7). */
const errorNames: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** Characters of a GOAWAY's debug data to keep as evidence. */
const maxDebugLength = 1024;

/** What a server says when it is about to close a connection, in its last GOAWAY frame. */
export interface GoAway {
  readonly errorCode: number;
  /** The last stream that it has begun to process; all later ones may be sent again without harm. */
  readonly lastStreamId: number;
  readonly debugData: string;
}

/** A stream that the other end has ended in HTTP/2's own terms. The code is the name of its error. */
export class Http2Fault extends Error {
  readonly problem: 'stream-reset' | 'going-away';
  readonly code: string;
  /** Whether the server says that it has not begun to process the request. */
  readonly isUnprocessed: boolean;

  private constructor(problem: Http2Fault['problem'], errorCode: number, isUnprocessed: boolean, message: string) {
    super(message);
    this.name = 'Http2Fault';
    this.problem = problem;
    this.code = errorNames[errorCode] ?? `0x${errorCode.toString(16)}`;
    this.isUnprocessed = isUnprocessed;
  }

  /** RST_STREAM. */
  static streamReset(errorCode: number): Http2Fault {
    return new Http2Fault(
      'stream-reset',
      errorCode,
      errorCode === errorNames.indexOf('REFUSED_STREAM'),
      'The server reset the stream (RST_STREAM)',
    );
  }

  static goingAway({ errorCode, lastStreamId, debugData }: GoAway, streamId: number): Http2Fault {
    const isUnprocessed = lastStreamId < streamId;
    const seen = isUnprocessed ? 'had not begun with the request' : 'had begun with the request';
    const reason = debugData === '' ? '' : `: ${debugData}`;
    return new Http2Fault(
      'going-away',
      errorCode,
      isUnprocessed,
      `The server ended the connection (GOAWAY) and ${seen}${reason}`,
    );
  }
}

/** Debug data as text, whatever its bytes are: it is meant for people ([RFC 9113] 6.8). */
export function debugText(data: Uint8Array | undefined): string {
  return Buffer.from(data ?? [])
    .toString('utf8')
    .slice(0, maxDebugLength);
}
