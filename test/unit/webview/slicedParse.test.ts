import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseInSlices } from '../../../webview/detail/slicedParse.ts';

/** As long as what is decoded in place may be, and longer to parse than a slice is. */
const long = `[${'1,'.repeat(1_900_000)}1]`;

describe('a JSON text that is parsed in slices', () => {
  it('leaves room for other work', async () => {
    let isDone = false;
    const parsing = parseInSlices(long, new AbortController().signal).finally(() => (isDone = true));
    await nextTurn();
    assert.equal(isDone, false);
    const result = await parsing;
    assert.ok(result?.ok);
    assert.equal(result.document.size, 1_900_002);
  });

  it('is given up when nobody waits for it any more', async () => {
    const abort = new AbortController();
    const parsing = parseInSlices(long, abort.signal);
    abort.abort();
    assert.equal(await parsing, undefined);
  });
});
