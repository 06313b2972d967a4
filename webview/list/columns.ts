import { columnIds, restColumn, type ColumnId, type ListLayout } from '../../src/core/record/listLayout.ts';

/** Below these widths of the list, columns that can be missed give way to the data. CSS pixels. */
const narrowPx = 900;
const narrowerPx = 700;
const narrowestPx = 580;
const tinyPx = 460;

/** The data before all: types and IDs are cut before it is less than this. */
const restWidth = 'minmax(min(20ch, 30%), 1fr)';

/** The columns that are drawn: without those that the user has hidden, and those for which there is no room. */
export function shownColumns({ hidden, time }: ListLayout, listPx: number): readonly ColumnId[] {
  const noRoom: readonly ColumnId[] =
    listPx <= tinyPx
      ? ['time', 'id', 'size']
      : listPx <= narrowestPx
        ? ['time', 'size']
        : listPx <= narrowerPx
          ? ['size']
          : [];
  return columnIds.filter(
    (id) =>
      id === restColumn ||
      // The time since the row before is shown once.
      (!hidden.includes(id) && !noRoom.includes(id) && !(id === 'gap' && time === 'gap' && !hidden.includes('time'))),
  );
}

/** The columns as `grid-template-columns` takes them. */
export function columnTemplate(columns: readonly ColumnId[], { widths, time }: ListLayout, listPx: number): string {
  return columns
    .map((id) => {
      const px = widths[id];
      return id === restColumn ? restWidth : px === undefined ? usualWidth(id, time, listPx) : `${px}px`;
    })
    .join(' ');
}

function usualWidth(id: ColumnId, time: ListLayout['time'], listPx: number): string {
  const isNarrow = listPx <= narrowPx;
  switch (id) {
    case 'number':
      return 'calc(var(--list-digits, 4) * 1ch + 8px)';
    case 'time':
      return time === 'clock' ? '13ch' : isNarrow ? '10ch' : '11ch';
    case 'gap':
      return '8ch';
    case 'type':
      return listPx <= tinyPx ? 'minmax(5ch, 10ch)' : isNarrow ? 'minmax(8ch, 13ch)' : 'minmax(8ch, 16ch)';
    case 'id':
      return isNarrow ? 'minmax(8ch, 9ch)' : 'minmax(8ch, 12ch)';
    case 'size':
      return isNarrow ? '8ch' : '9ch';
    case 'data':
      return restWidth;
  }
}
