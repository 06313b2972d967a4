import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextRows } from '../../../webview/detail/textRows.ts';
import { TextSearch } from '../../../webview/detail/textSearch.ts';
import { columnsOf, visiblePieces } from '../../../webview/visibleText.ts';

const rowsOf = (text: string, columns: number): readonly string[] => {
  const rows = new TextRows(text, columns);
  return Array.from({ length: rows.size }, (_, position) => {
    const { start, end, continues } = rows.row(position);
    return (continues ? '>' : '') + text.slice(start, end);
  });
};

describe('the rows of a text', () => {
  it('are its lines, and an empty one after the last line break', () => {
    assert.deepEqual(rowsOf('a\n\nb\n', 80), ['a', '', 'b', '']);
    assert.deepEqual(rowsOf('', 80), ['']);
  });

  it('break after a blank where a line is too long, and within a word only where they must', () => {
    assert.deepEqual(rowsOf('some words here', 11), ['some words ', '>here']);
    assert.deepEqual(rowsOf('abcdefghijkl', 5), ['abcde', '>fghij', '>kl']);
  });

  it('count a wide character twice and never cut one in half', () => {
    assert.deepEqual(rowsOf('漢字漢字漢字', 6), ['漢字漢', '>字漢字']);
    assert.deepEqual(rowsOf('👍👍👍', 5), ['👍👍', '>👍']);
  });

  it('hold the whole text in order, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        const rows = new TextRows(text, columns);
        let joined = '';
        for (let position = 0; position < rows.size; position++) {
          const { start, end, continues } = rows.row(position);
          joined += (position > 0 && !continues ? '\n' : '') + text.slice(start, end);
          assert.ok(rows.rowAt(start) >= position);
        }
        assert.equal(joined, text);
      }),
    );
  });
});

describe('a search in a text', () => {
  it('finds every match whatever its case, also over the borders of its steps', () => {
    const text = `${'x'.repeat(49_998)}NEEDLE${'y'.repeat(60_000)}needle`;
    const search = new TextSearch(text, 'needle');
    while (search.advance()) {
      // To its end.
    }
    assert.deepEqual(search.matches, [49_998, 110_004]);
  });
});

describe('a visible text', () => {
  it('writes out what would hide, or turn around, its neighbours', () => {
    assert.deepEqual(
      visiblePieces('a\u202eb\u200b\x1b[31m\ttab', true).map(({ kind, text }) => `${kind}:${text}`),
      ['text:a', 'escape:U+202E', 'text:b', 'escape:U+200B', 'escape:ESC', 'text:[31m\ttab'],
    );
  });

  it('writes out what nobody sees, and counts the columns of what it writes', () => {
    const unseen = [0xe0041, 0xe0000, 0xe007f, 0xfe0f, 0xfe00, 0xe0100, 0x3164, 0x180e, 0x206a, 0x206f, 0xfff9, 0x34f];
    for (const code of unseen) {
      const [before, escape, after] = visiblePieces(`a${String.fromCodePoint(code)}b`);
      assert.deepEqual([before?.text, escape?.kind, after?.text], ['a', 'escape', 'b'], code.toString(16));
      assert.equal(escape?.text, `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
      assert.ok(columnsOf(code) > escape.text.length, code.toString(16));
    }
  });

  it('leaves the parts of a picture together, and no more than belongs to it', () => {
    const pictures = 'I \u2764\ufe0f \u{1f469}\u{1f3fd}\u200d\u{1f680} 1\ufe0f\u20e3';
    assert.deepEqual(visiblePieces(pictures), [{ kind: 'text', text: pictures }]);
    assert.deepEqual(
      visiblePieces('\u2764\ufe0f\ufe0f\u200d1\ufe0f').map(({ text }) => text),
      ['\u2764\ufe0f', 'U+FE0F', 'U+200D', '1', 'U+FE0F'],
    );
  });
});
