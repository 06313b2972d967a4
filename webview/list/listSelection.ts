import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RecordRow } from '../../src/core/record/record.ts';
import { count, t } from '../strings.ts';
import { Rerun } from '../rerun.ts';
import { RowSelection } from './rowSelection.ts';
import type { RowSource } from './rowSource.ts';
import { maxSelected, SelectedSeqs, seqsOf } from './selectedSeqs.ts';

/** What a selection needs of its list. */
export interface SelectableList {
  /** The rows; `undefined` before there is a session. */
  source(): RowSource | undefined;
  /** Another record is active. */
  changed(): void;
  /** Something that is drawn has changed. */
  draw(): void;
  /** The numbers of the selected records, ascending, are known. */
  selected(seqs: readonly number[]): void;
}

/** What is selected in a list: rows by position, of which one is active, and the records that stand there. */
export class ListSelection implements ReactiveController {
  readonly #list: SelectableList;
  readonly #seqs: SelectedSeqs;
  #rows = RowSelection.none;
  /** Number of the active record; unknown while its row has not come from the host. */
  #activeSeq: number | null = null;
  /** Number of a record that is active as soon as the view has it. */
  #restoring: number | null = null;
  readonly #looking = new Rerun(() => this.#look());
  /** Why the last order did nothing; empty: it did. */
  #refusal = '';

  constructor(host: ReactiveControllerHost, list: SelectableList) {
    this.#list = list;
    this.#seqs = new SelectedSeqs((seqs) => list.selected(seqs));
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#seqs.forget();
  }

  get rows(): RowSelection {
    return this.#rows;
  }

  get activeSeq(): number | null {
    return this.#activeSeq;
  }

  /** Number of the record that is active, or will be once it is found. */
  get expectedSeq(): number | null {
    return this.#activeSeq ?? this.#restoring;
  }

  /** The active row, where it is at hand. */
  get activeRow(): RecordRow | undefined {
    const { active } = this.#rows;
    return active === undefined ? undefined : this.#list.source()?.row(active);
  }

  get refusal(): string {
    return this.#refusal;
  }

  /** Says why an order does nothing, until the next one. */
  refuse(refusal: string): void {
    this.#refusal = refusal;
    this.#list.draw();
  }

  choose(rows: RowSelection): void {
    this.#restoring = null;
    if (rows.count > maxSelected) {
      this.refuse(t('No more than {0} records can be selected. An export takes the whole view.', count(maxSelected)));
      return;
    }
    this.#refusal = '';
    const before = this.#rows;
    this.#rows = rows;
    this.#activeSeq = this.activeRow?.seq ?? null;
    this.#list.changed();
    const source = this.#list.source();
    if (rows.count > 1 && source !== undefined) {
      this.#seqs.look(rows, source);
    } else if (before.count > 1 || this.#activeSeq !== null || rows.active === undefined) {
      this.#seqs.forget();
      this.#list.selected(this.#activeSeq === null ? [] : [this.#activeSeq]);
    }
  }

  clear(): void {
    if (this.#rows !== RowSelection.none || this.#restoring !== null || this.#refusal !== '') {
      this.choose(RowSelection.none);
    }
  }

  /**
   * The positions mean other rows now, if any.
   *
   * @param expected The record that is still selected, wherever the view has it. Where it does not, it stays expected: a
   * filter may find it yet, or another one.
   */
  drop(expected: number | null): void {
    this.#seqs.forget();
    this.#rows = RowSelection.none;
    this.#activeSeq = null;
    this.#restoring = expected;
    this.#refusal = '';
    this.#list.changed();
    this.#list.selected(expected === null ? [] : [expected]);
  }

  /** The view has more rows; the one that is expected may be among them. */
  async grown(): Promise<void> {
    if (this.#restoring !== null) {
      await this.#looking.run();
    }
  }

  async #look(): Promise<void> {
    const seq = this.#restoring;
    const source = this.#list.source();
    if (seq === null || source === undefined) {
      return;
    }
    const { epoch } = source;
    const position = await source.positionOf(seq).catch(() => undefined);
    const row = position === undefined ? undefined : await source.readRow(position).catch(() => undefined);
    if (position !== undefined && row?.seq === seq && this.#restoring === seq && source.epoch === epoch) {
      this.#restoring = null;
      this.#rows = RowSelection.only(position);
      this.#activeSeq = seq;
      this.#list.changed();
      this.#list.selected([seq]);
    }
  }

  /** Rows have come from the host; the active one may be among them. */
  rowsCame(): void {
    const { activeRow } = this;
    if (this.#activeSeq === null && activeRow !== undefined) {
      this.#activeSeq = activeRow.seq;
      this.#list.changed();
      if (this.#rows.count === 1) {
        this.#list.selected([activeRow.seq]);
      }
    }
  }

  /** Numbers of the selected records, ascending; of rows that are not at hand too. Empty where the view became another. */
  async seqs(): Promise<readonly number[]> {
    const source = this.#list.source();
    return source === undefined ? [] : ((await seqsOf(this.#rows, source).catch(() => undefined)) ?? []);
  }
}
