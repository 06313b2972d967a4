/** A stretch of rows by position, the end exclusive. */
export interface PositionRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Which rows of a view are selected, by position: a row of its own, several, or stretches of any length. Immutable. The
 * active row is the one that the keyboard moves from and whose details are shown; the anchor is where a stretch begins.
 */
export class RowSelection {
  static readonly none = new RowSelection(undefined, undefined, []);

  /** The active row; `undefined`: nothing is selected. */
  readonly active: number | undefined;
  /** Stretches in order; they neither overlap nor touch. */
  readonly ranges: readonly PositionRange[];
  readonly #anchor: number | undefined;

  private constructor(active: number | undefined, anchor: number | undefined, ranges: readonly PositionRange[]) {
    this.active = active;
    this.#anchor = anchor;
    this.ranges = ranges;
  }

  static only(position: number): RowSelection {
    return new RowSelection(position, position, [{ first: position, end: position + 1 }]);
  }

  /** All rows of a view; the active one stays where it is. */
  all(total: number): RowSelection {
    return total === 0 ? RowSelection.none : new RowSelection(this.active ?? 0, 0, [{ first: 0, end: total }]);
  }

  /** Adds a row, or takes it out. */
  toggle(position: number): RowSelection {
    if (!this.has(position)) {
      const ranges = joined([...this.ranges, { first: position, end: position + 1 }]);
      return new RowSelection(position, position, ranges);
    }
    const ranges = this.ranges.flatMap(({ first, end }) =>
      position < first || position >= end
        ? [{ first, end }]
        : [
            { first, end: position },
            { first: position + 1, end },
          ].filter((range) => range.end > range.first),
    );
    const last = ranges.at(-1);
    if (last === undefined) {
      return RowSelection.none;
    }
    // The details show a row that is selected.
    const active = this.active === position || this.active === undefined ? last.end - 1 : this.active;
    return new RowSelection(active, active, ranges);
  }

  /** Selects the stretch from the anchor to a row. */
  extendTo(position: number): RowSelection {
    const anchor = this.#anchor ?? this.active ?? position;
    const first = Math.min(anchor, position);
    return new RowSelection(position, anchor, [{ first, end: Math.max(anchor, position) + 1 }]);
  }

  has(position: number): boolean {
    return this.ranges.some(({ first, end }) => position >= first && position < end);
  }

  /** Number of selected rows. */
  get count(): number {
    return this.ranges.reduce((sum, { first, end }) => sum + end - first, 0);
  }
}

/** The same rows in order, with stretches that touch made one. */
function joined(ranges: readonly PositionRange[]): readonly PositionRange[] {
  const result: PositionRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const last = result.at(-1);
    if (last !== undefined && range.first <= last.end) {
      result[result.length - 1] = { first: last.first, end: Math.max(last.end, range.end) };
    } else {
      result.push(range);
    }
  }
  return result;
}
