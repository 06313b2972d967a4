/** Numbers of the first and the last record that are drawn in a list; `undefined`: none is. */
export function drawnStretch(list: Element): { readonly first: number; readonly last: number } | undefined {
  const rows = list.querySelectorAll<HTMLElement>('[data-seq]');
  const first = rows[0];
  const last = rows[rows.length - 1];
  return first && last && { first: Number(first.dataset['seq']), last: Number(last.dataset['seq']) };
}

/** Marks the drawn rows of a list that have one of the numbers. */
export function markRows(list: Element, seqs: ReadonlySet<number>): void {
  for (const row of list.querySelectorAll<HTMLElement>('[data-position]')) {
    row.toggleAttribute('data-marked', seqs.has(Number(row.dataset['seq'] ?? NaN)));
  }
}
