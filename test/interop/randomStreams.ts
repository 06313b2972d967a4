import fc from 'fast-check';

/** One response of a stream, in the pieces in which a server writes it. */
export interface RandomBody {
  readonly bytes: Uint8Array;
  /** Together they are `bytes`; none is empty. */
  readonly chunks: readonly Uint8Array[];
}

/** What one server sends to one client over all its requests. */
export interface RandomStream {
  readonly bodies: readonly RandomBody[];
}

/** Reconnection time that each first body begins with, milliseconds: nobody wants to wait for the default. */
const shortRetryMs = 30;
/** A reconnection time that a clock tells from all shorter ones, also on a busy machine. Milliseconds. */
export const longRetryMs = 1500;

const eventTypes = ['message', 'open', 'error', 'tick', 'Tick', 'ü', ' spaced', '\ufeffbom', 'a:b', '\0'];

const lineEnd = fc.constantFrom('\n', '\r', '\r\n').map((end) => Buffer.from(end));

/** What a value may hold that some parser takes for a line end, a field or an end of the text. */
const oddText = fc.constantFrom(
  '',
  ' ',
  '  ',
  '\t',
  '\0',
  '\ufeff',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  ':',
  ': ',
  'data: x',
  'ü',
  '€',
  '🙂',
  'e\u0301',
  '{"a": 1}',
  '[DONE]',
);
const oddBytes = fc.constantFrom(
  [0xff],
  [0xc3],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x99],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0x80],
  [0xef, 0xbb],
);
const value = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ maxLength: 8 }).map((text) => Buffer.from(text.replace(/[\r\n]/g, ''))) },
      { weight: 4, arbitrary: oddText.map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: oddBytes.map((bytes) => Buffer.from(bytes)) },
    ),
    { maxLength: 3 },
  )
  .map((pieces) => Buffer.concat(pieces));

const separator = fc.constantFrom(':', ': ', ':  ', ':\t', ' :').map((text) => Buffer.from(text));
/** No wait of its own, a short one, the long one, or one that is none; a lenient reader would wait 99 s for some. */
const retryValue = fc.constantFrom(
  '0',
  '1',
  '030',
  '20',
  String(longRetryMs),
  '99999x',
  '-1',
  '+99999',
  '99.5',
  '1e5',
  'x',
);
const idValue = fc.oneof(
  { weight: 4, arbitrary: fc.nat(9999).map((id) => Buffer.from(String(id))) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'ü', 'a b', '日本', '\0', 'a\0b', '🙂', '"', '\u007f').map((id) => Buffer.from(id)),
  },
);

function field(name: string, content: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(separator, content).map(([colon, text]) => Buffer.concat([Buffer.from(name), colon, text]));
}

/** Mostly one that a parser must take for what it is: what spoils a value is in the values. */
const retryLine = fc
  .tuple(fc.constantFrom(': ', ':', ': ', ':  '), retryValue)
  .map(([colon, text]) => Buffer.from(`retry${colon}${text}`));

const line: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 8, arbitrary: field('data', value) },
  {
    weight: 3,
    arbitrary: field(
      'event',
      fc.constantFrom(...eventTypes, '').map((type) => Buffer.from(type)),
    ),
  },
  { weight: 3, arbitrary: field('id', idValue) },
  { weight: 2, arbitrary: retryLine },
  { weight: 2, arbitrary: value.map((text) => Buffer.concat([Buffer.from(':'), text])) },
  { weight: 2, arbitrary: fc.constantFrom('data', 'event', 'id', 'retryx', 'dat').map((name) => Buffer.from(name)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('datax', 'Data', ' data', 'eventually', 'identity', 'DATA', 'data\0', '\ufeffdata', '')
      .chain((name) => field(name, value)),
  },
  { weight: 1, arbitrary: value },
);

/** An empty line is as likely as any: it ends a block. */
const endedLine = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: line }, { weight: 2, arbitrary: fc.constant(new Uint8Array()) }), lineEnd)
  .map((parts) => Buffer.concat(parts));

/** With a good event at the end of most: a fault that eats what follows must show. */
const body = fc
  .tuple(
    fc.constantFrom('', '', '\ufeff', '\ufeff\ufeff').map((start) => Buffer.from(start)),
    fc.array(endedLine, { minLength: 1, maxLength: 40 }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(Buffer.from('\n\ndata: the end\n\n')) },
      { weight: 1, arbitrary: line },
      { weight: 1, arbitrary: fc.constant(Buffer.from('data: not finished\n')) },
    ),
  )
  .map(([start, lines, end]) => ({ start, rest: Buffer.concat([...lines, end]) }));

function cut(bytes: Uint8Array, borders: readonly number[]): RandomBody {
  const ends = [...new Set([...borders.map((border) => border % bytes.length), bytes.length])]
    .filter((end) => end > 0)
    .sort((a, b) => a - b);
  return { bytes, chunks: ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end)) };
}

const borders = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.nat(), { maxLength: 12 }) },
  // Each byte a chunk of its own, for the first bytes at least.
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 160 }, (_, at) => at)) },
);

const stream: fc.Arbitrary<RandomStream> = fc
  .array(fc.tuple(body, borders), { minLength: 1, maxLength: 2 })
  .map((bodies) => ({
    bodies: bodies.map(([{ start, rest }, ends], at) => {
      // Twice, because after two BOMs the first is no field.
      const retry = Buffer.from(at === 0 ? `retry: ${shortRetryMs}\n`.repeat(2) : '');
      // Chromium overlooks a line end right after the BOM (see its list of differences): a comment comes between.
      const between = Buffer.from(start.length > 0 && retry.length === 0 && isLineEnd(rest[0]) ? ':' : '');
      return cut(Buffer.concat([start, retry, between, rest]), ends);
    }),
  }));

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** The same streams for the same seed. */
export function randomStreams(seed: number, count: number): readonly RandomStream[] {
  return fc.sample(stream, { seed, numRuns: count });
}
