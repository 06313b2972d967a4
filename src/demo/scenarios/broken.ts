import type { Scenario } from '../scenario.ts';

const intervalMs = 300;

/** One violation of the protocol, or one oddity that clients disagree about. */
export interface BrokenSection {
  /** Text of the comment that announces it. */
  readonly comment: string;
  readonly bytes: Uint8Array;
}

function section(comment: string, text: string): BrokenSection {
  return { comment, bytes: Buffer.from(text, 'utf8') };
}

/** A line that many clients are too short for, then more than a MiB of such as they take. */
const largeData = `data: ${'x'.repeat(70_000)}\n` + `data: ${'y'.repeat(1000)}\n`.repeat(1050);

/** Everything that `/broken` sends after its comments, in this order. */
export const brokenSections: readonly BrokenSection[] = [
  section('an unknown field: ignored', 'data: before\nerror: this field does not exist\ndata: after\n\n'),
  section(
    'a line break inside the data, written raw: the rest becomes an unknown field',
    'data: {"text":"first line\nsecond line"}\n\n',
  ),
  section('a field name in the wrong case: ignored', 'Data: not dispatched\n\n'),
  section('a space before the colon: ignored', 'data : not dispatched\n\n'),
  section('retry with a unit: ignored', 'retry: 3s\n\n'),
  section('retry with a fraction: ignored', 'retry: 1.5\n\n'),
  section('retry above 2147483647 ms: timers that take it as it is fire at once', 'retry: 4294967296\n\n'),
  // Also keeps clients from coming back for the same lesson every few seconds.
  section('a valid retry of one minute', 'retry: 60000\n\n'),
  section('an id with U+0000: ignored', 'id: 4\u00002\ndata: the ID stays what it was\n\n'),
  section(
    'an id with a control character: it applies, but no header can carry it',
    'id: 4\u00012\ndata: unsendable\n\n',
  ),
  section(
    'an id of more than 8 KiB: most servers refuse a header so long',
    `id: ${'4'.repeat(9000)}\ndata: long ID\n\n`,
  ),
  section('a block with an event type but no data: nothing is dispatched', 'event: nothing\n\n'),
  section('a block with only an id: sets the last event ID, nothing is dispatched', 'id: 41\n\n'),
  section('this event inherits that id', 'data: this event carries the ID 41\n\n'),
  section('mixed line ends in one event', 'event: mixed\r\ndata: ended by CR LF\ndata: ended by LF\n\r\n'),
  section('CR as the only line end', 'event: cr-only\rdata: {"lineEnd":"CR"}\r\r'),
  section('a byte order mark in the middle: part of the field name', '\uFEFFdata: not dispatched\n\n'),
  {
    comment: 'bytes that are not UTF-8 (Latin-1): each becomes U+FFFD',
    bytes: Buffer.from('data: {"drink":"caf\u00E9","price":"\u00A33"}\n\n', 'latin1'),
  },
  section(
    'U+2028 and U+0085 inside the data: no line ends, but some clients split here',
    'data: one\u2028line\u0085only\n\n',
  ),
  section('U+FFFD sent as such: what it stands for was lost before', 'data: caf\uFFFD\n\n'),
  section('two JSON values in one event: joined by a line break', 'data: {"part":1}\ndata: {"part":2}\n\n'),
  section('an event with empty data: dispatched', 'event: primed\ndata:\n\n'),
  section('a line of more than 64 KiB, in an event of more than 1 MiB', `event: large\n${largeData}\n`),
  section(
    'a last block without the empty line that would end it: dropped',
    'id: 99\nevent: lost\ndata: never dispatched',
  ),
];

/** One of each thing that servers get wrong, each announced by a comment; then the stream ends. */
export const broken: Scenario = {
  path: '/broken',
  methods: ['GET'],
  summary: 'one of each protocol violation, announced by comments; then ends',
  async run(exchange) {
    exchange.openStream();
    for (const { comment, bytes } of brokenSections) {
      await exchange.write(`: ${comment}\n`);
      await exchange.write(bytes);
      await exchange.wait(intervalMs);
    }
    exchange.end();
  },
};
