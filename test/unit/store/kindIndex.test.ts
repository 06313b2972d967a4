import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recordKindCodes, recordKinds } from '../../../src/core/record/recordKind.ts';
import { KindIndex, pageSize } from '../../../src/store/kindIndex.ts';

const kind = fc.constantFrom(...recordKinds);

describe('a kind index', () => {
  it('finds the record at any position of a view of some kinds', () => {
    fc.assert(
      fc.property(
        fc.array(kind, { minLength: 1, maxLength: 4 * pageSize, size: 'max' }),
        fc.uniqueArray(kind, { minLength: 1 }),
        fc.nat(),
        (records, kinds, at) => {
          const index = new KindIndex();
          records.forEach((name) => index.add(recordKindCodes[name]));
          const seqs = records.flatMap((name, position) => (kinds.includes(name) ? [position + 1] : []));
          assert.equal(
            kinds.reduce((sum, name) => sum + index.total(name), 0),
            seqs.length,
          );
          if (seqs.length > 0) {
            const position = at % seqs.length;
            const { afterSeq, skip } = index.locate(kinds, position);
            assert.equal(seqs.filter((seq) => seq > afterSeq)[skip], seqs[position]);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('goes on where its stored form ended', () => {
    const index = new KindIndex();
    for (let record = 0; record < 100_000; record += 1) {
      index.add(record % 3);
    }
    const restored = new KindIndex();
    restored.restore(index.store(), index.length);
    index.add(0);
    restored.add(0);
    assert.equal(restored.length, index.length);
    assert.deepEqual(restored.locate(['comment'], 33_000), index.locate(['comment'], 33_000));
    assert.equal(restored.total('event'), index.total('event'));
  });
});
