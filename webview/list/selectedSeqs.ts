import type { RowSelection } from './rowSelection.ts';
import type { RowSource } from './rowSource.ts';

/** Rows that can be selected at once: each one's number goes to the host. */
export const maxSelected = 10_000;

/** How long a selection must stand before its numbers are asked for, milliseconds: while keys repeat, it does not. */
const settleMs = 80;

/** Finds the numbers of the records of a selection of several rows, which is held by position. */
export class SelectedSeqs {
  readonly #onSeqs: (seqs: readonly number[]) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #newest: RowSelection | undefined;

  constructor(onSeqs: (seqs: readonly number[]) => void) {
    this.#onSeqs = onSeqs;
  }

  /** Asks for the numbers of a selection; what is asked for an older one is dropped. */
  look(selection: RowSelection, source: RowSource): void {
    this.forget();
    this.#newest = selection;
    this.#timer = setTimeout(() => void this.#read(selection, source), settleMs);
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#newest = undefined;
  }

  async #read(selection: RowSelection, source: RowSource): Promise<void> {
    const seqs = await seqsOf(selection, source).catch(() => undefined);
    if (selection === this.#newest && seqs !== undefined) {
      this.#onSeqs(seqs);
    }
  }
}

/** The numbers of the records of a selection, ascending; `undefined` where the view has become another meanwhile. */
export async function seqsOf(selection: RowSelection, source: RowSource): Promise<readonly number[] | undefined> {
  const seqs: number[] = [];
  for (const { first, end } of selection.ranges) {
    for await (const row of source.rows(first, end)) {
      seqs.push(row.seq);
    }
  }
  return seqs.length === selection.count ? seqs : undefined;
}
