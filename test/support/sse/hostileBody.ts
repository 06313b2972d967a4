import fc from 'fast-check';
import { bytesOf } from './parsedBody.ts';

/** Texts that mean something to a parser, or nearly. */
const piece = fc.constantFrom(
  ...['data', 'data: ', 'data:x', 'data:  y', 'Data: z', ' data: z', 'datas: z', 'data : z'],
  ...['event: e', 'event', 'eventually: e', 'id: 1', 'id', 'id: \0', 'id:\u0001', 'identity: 2'],
  ...['retry: 10', 'retry: x', 'retry', 'retry: 1.5', 'retry:99999999999', 'retry: 0010', 'retry:\u0661'],
  ...[': c', ':', 'foo: bar', '{"a":1}', 'data: {"a":1}\n', 'data: [2]\r', '\0'],
  ...['\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r', ' ', ':'],
  ...['ü', '\u{1f600}', '\u2028', '\u2029', '\u0085', '\v', '\f', '\ufeff', '\ufffd'],
);

/** Sequences that are ill-formed in one way each. */
export const invalidBytes = fc.constantFrom(
  ...[
    [0xff],
    [0xc0, 0x80],
    [0xe2, 0x82],
    [0xf0, 0x9f],
    [0xed, 0xa0, 0x80],
    [0xef, 0xbb],
    [0x80],
    [0xf4, 0x90, 0x80],
    [0xe0, 0x80, 0x80],
    [0xf0, 0x8f, 0x80],
  ],
);

const anyBytes = fc.uint8Array({ maxLength: 6 }).map((bytes) => [...bytes]);

/** Bodies that are dense in everything that can go wrong, above all at the boundary of chunks. */
export const hostileBody = fc
  .array(
    fc.oneof(
      { weight: 24, arbitrary: piece.map((text) => [...bytesOf(text)]) },
      { weight: 2, arbitrary: invalidBytes },
      { weight: 1, arbitrary: anyBytes },
    ),
    { maxLength: 60, size: 'max' },
  )
  .map((pieces) => Uint8Array.from(pieces.flat()));

/** A body and the places to cut it at, in order; the same place twice makes an empty chunk. */
export const cutHostileBody = hostileBody.chain((body) =>
  fc
    .array(fc.nat({ max: body.length }), { maxLength: 12 })
    .map((cuts) => ({ body, cuts: cuts.toSorted((a, b) => a - b) })),
);
