import assert from 'node:assert/strict';
import { hexDump } from '../../../webview/detail/hexDump.ts';
import { rawLines } from '../../../webview/detail/rawLines.ts';

describe('rawLines', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const written = (raw: Uint8Array) =>
    rawLines(raw).map(({ offset, pieces }) => [offset, ...pieces.map(({ kind, text }) => `${kind}:${text}`)]);

  it('shows each line end as what it is', () => {
    assert.deepEqual(written(bytes('a\r\nb\nc\rd')), [
      [0, 'text:a', 'end:CR', 'end:LF'],
      [3, 'text:b', 'end:LF'],
      [5, 'text:c', 'end:CR'],
      [7, 'text:d'],
    ]);
  });

  it('counts offsets in bytes', () => {
    assert.deepEqual(written(bytes('é\n👍\n')), [
      [0, 'text:é', 'end:LF'],
      [3, 'text:👍', 'end:LF'],
    ]);
  });

  it('shows invalid UTF-8 as hex and a real U+FFFD as itself', () => {
    assert.deepEqual(written(Uint8Array.of(0x61, 0xff, 0xc3, 0x28)), [
      [0, 'text:a', 'escape:\\xFF', 'escape:\\xC3', 'text:('],
    ]);
    assert.deepEqual(written(bytes('\ufffd')), [[0, 'text:\ufffd']]);
    // An overlong form, a surrogate, and a sequence that is cut off.
    assert.deepEqual(written(Uint8Array.of(0xc0, 0xaf)), [[0, 'escape:\\xC0', 'escape:\\xAF']]);
    assert.deepEqual(written(Uint8Array.of(0xed, 0xa0, 0x80)), [[0, 'escape:\\xED', 'escape:\\xA0', 'escape:\\x80']]);
    assert.deepEqual(written(Uint8Array.of(0xf0, 0x9f)), [[0, 'escape:\\xF0', 'escape:\\x9F']]);
  });

  it('shows controls, the BOM and bidi marks by name', () => {
    assert.deepEqual(written(bytes('\ufeffa\0\x1b\t\u202e\u2028')), [
      [0, 'escape:U+FEFF', 'text:a', 'escape:NUL', 'escape:ESC', 'escape:TAB', 'escape:U+202E', 'escape:U+2028'],
    ]);
  });

  it('has no line for no bytes', () => {
    assert.deepEqual(rawLines(new Uint8Array()), []);
  });
});

describe('hexDump', () => {
  it('sets offsets, bytes and ASCII side by side', () => {
    assert.deepEqual(hexDump(Uint8Array.of(0x41, 0x0a, 0xff), 0x1000, 2), {
      offsets: '00001000\n00001002',
      hex: '41 0a\nff',
      ascii: 'A.\n.',
    });
  });
});
