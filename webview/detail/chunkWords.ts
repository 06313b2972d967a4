import { formatBytes, formatDuration } from '../../src/core/words/format.ts';
import { count, locale, t } from '../strings.ts';
import type { Chunk } from './chunkList.ts';

/** When a chunk came, from the record's first, and how long it is. */
export function chunkFacts({ begin, end, sinceFirst }: Chunk): string {
  return `+${formatDuration(sinceFirst, locale())} · ${formatBytes(end - begin, locale())}`;
}

/** What stands at a chunk's border. @param splits The character that the border cuts in two; empty: none. */
export function chunkWords(chunk: Chunk, splits: string): string {
  const words = `${t('chunk {0}', count(chunk.number))} · ${chunkFacts(chunk)}`;
  return splits === '' ? words : `${words} · ${t('splits {0}', splits)}`;
}

/** All that is known of a chunk. @param offset Where it begins in the body, as offsets are written. */
export function chunkSentences({ number, begin, end, sinceFirst }: Chunk, offset: string, rawLength: number): string {
  const sentences = [
    t(
      'Chunk {0} begins at offset {1} of the body: {2} bytes, which arrived {3} ms after the first chunk of this record.',
      count(number),
      offset,
      count(end - begin),
      new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(sinceFirst),
    ),
  ];
  if (begin < 0) {
    sentences.push(t('Its first {0} bytes belong to what came before this record.', count(-begin)));
  }
  if (end > rawLength) {
    sentences.push(t('Its last {0} bytes belong to what came after this record.', count(end - rawLength)));
  }
  return sentences.join(' ');
}
