import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { encodeEvent } from '../../../support/sse/eventEncoder.ts';
import type { EncodeStyle, OutgoingEvent } from '../../../support/sse/eventEncoder.ts';
import { cutHostileBody, hostileBody, invalidBytes } from '../../../support/sse/hostileBody.ts';
import { assertTiles, bytesOf, chunksOf, parseBody, parseChunks } from '../../../support/sse/parsedBody.ts';
import { referenceParse } from '../../../support/sse/referenceParser.ts';

const lineBreaks = /\r\n|\n|\r/g;
const anyText = fc.string({ unit: 'binary', maxLength: 30 });
const outgoingEvent: fc.Arbitrary<OutgoingEvent> = fc.record({
  type: anyText.map((text) => text.replace(lineBreaks, '')),
  data: fc.oneof(
    anyText,
    fc.array(anyText, { maxLength: 4 }).map((lines) => lines.join('\n')),
  ),
  id: fc.option(
    anyText.map((text) => text.replace(lineBreaks, '').replaceAll('\0', '')),
    { nil: undefined },
  ),
});
const encodeStyle: fc.Arbitrary<EncodeStyle> = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  space: fc.boolean(),
});

describe('whatever bytes a body has', () => {
  it('its records are the same however it is cut into chunks', () => {
    fc.assert(
      fc.property(cutHostileBody, ({ body, cuts }) => {
        const whole = parseBody(body);
        const chunks = [0, ...cuts].map((from, index) => body.subarray(from, cuts[index] ?? body.length));
        assert.deepEqual(parseChunks(chunks), whole);
        assert.deepEqual(parseChunks(chunksOf(body, 1)), whole, 'bytes');
      }),
      { numRuns: 700 },
    );
  });

  it('its records are the same where it is far longer than what is decoded at once', () => {
    const piece = fc.oneof(
      hostileBody,
      hostileBody,
      fc.nat({ max: 3000 }).map((length) => bytesOf('x'.repeat(length))),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 40, max: 5000 }),
        (parts, size) => {
          const once = Buffer.concat(parts);
          const body = Buffer.concat(Array.from({ length: Math.ceil(200_000 / (once.length + 1)) }, () => once));
          const whole = parseBody(body);
          assert.deepEqual(parseChunks(chunksOf(body, size)), whole);
          assertTiles(whole.records, body.length);
          assert.deepEqual(whole.events, referenceParse(body).events);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('its raw ranges tile it: those that lie within no other follow one another from the first byte to the last', () => {
    fc.assert(
      fc.property(hostileBody, (body) => assertTiles(parseBody(body).records, body.length)),
      { numRuns: 1000 },
    );
  });

  it('dispatches, remembers and waits as HTML 9.2.6 says, word for word', () => {
    fc.assert(
      fc.property(hostileBody, fc.constantFrom('', 'known'), (body, lastEventId) => {
        const { events, lastEventId: id, retryMs } = parseBody(body, { lastEventId });
        assert.deepEqual({ events, lastEventId: id, retryMs }, referenceParse(body, lastEventId));
      }),
      { numRuns: 1500 },
    );
  });

  it('has each diagnostic once a record, at a place that is the record or the line before it', () => {
    fc.assert(
      fc.property(hostileBody, (body) => {
        for (const { end, diagnostics } of parseBody(body).records) {
          assert.equal(new Set(diagnostics.map(({ code }) => code)).size, diagnostics.length);
          for (const { code, offset } of diagnostics) {
            assert.ok(offset >= 0 && offset <= end, `${code} at ${offset}`);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('has bytes that are no UTF-8 told of at the first byte that a decoder replaces', () => {
    const part = fc.oneof(
      fc.constantFrom('a', 'ü', '\u{1f600}', '\ufffd', '€', '\u2028').map((text) => [...bytesOf(text)]),
      invalidBytes,
      fc.uint8Array({ maxLength: 4 }).map((bytes) => [...bytes]),
    );
    const value = fc
      .array(part, { maxLength: 12 })
      .map((parts) => Uint8Array.from(parts.flat().filter((byte) => byte !== 0x0a && byte !== 0x0d)));
    fc.assert(
      fc.property(value, (bytes) => {
        const prefix = bytesOf('data: ');
        const { records } = parseBody(Buffer.concat([prefix, bytes, bytesOf('\n\n')]));
        const told = records[0]?.diagnostics.find(({ code }) => code === 'invalid-utf8');
        if (told === undefined) {
          assert.doesNotThrow(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
          return;
        }
        const at = told.offset - prefix.length;
        new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, at));
        assert.ok(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(at)).startsWith('\ufffd'));
        assert.notDeepEqual([...bytes.subarray(at, at + 3)], [0xef, 0xbf, 0xbd]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an event that a server encodes', () => {
  it('is the event that is parsed', () => {
    fc.assert(
      fc.property(fc.array(outgoingEvent, { maxLength: 5 }), encodeStyle, (sent, style) => {
        let lastEventId = '';
        const expected = sent.map(({ type, data, id }) => {
          lastEventId = id ?? lastEventId;
          return { type: type === '' ? 'message' : type, data: data.replace(lineBreaks, '\n'), lastEventId };
        });
        const body = bytesOf(sent.map((event) => encodeEvent(event, style)).join(''));
        assert.deepEqual(parseBody(body).events, expected);
      }),
      { numRuns: 1000 },
    );
  });
});
