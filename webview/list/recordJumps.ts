import { assertNever } from '../../src/core/assertNever.ts';
import type { RecordJump } from '../../src/core/protocol/listMessages.ts';
import type { RecordGoal } from '../../src/core/record/recordGoal.ts';
import type { PanelFilter } from '../filter/panelFilter.ts';
import { drawnStretch } from '../filter/rowMarks.ts';
import type { HostLink } from '../link/hostLink.ts';
import { t } from '../strings.ts';
import type { RecordList } from './recordList.ts';

/** The ways from one record of the view to the next of its like. */
export class RecordJumps {
  readonly #link: HostLink;
  readonly #filter: PanelFilter;

  constructor(link: HostLink, filter: PanelFilter) {
    this.#link = link;
    this.#filter = filter;
  }

  /** Goes to the next or the previous record of a kind, or says that there is none. */
  async jump(list: RecordList, { goal, backwards }: RecordJump): Promise<void> {
    const quest = { goal, backwards, seq: list.placeSeq, kinds: this.#filter.shownKinds };
    const seq = await this.#link.findRecord(quest, this.#filter.shownQuery).catch(() => undefined);
    if (seq === undefined) {
      // Nothing was found out: another filter is in force by now, or the host has written down what went wrong.
      return;
    }
    if (seq === null) {
      list.say(noFurther(goal));
    } else {
      await list.select(seq);
    }
  }

  /** Goes to the next or the previous marked row, from the selected one or from where the list is. */
  async jumpToMark(list: RecordList, selectedSeq: number | null, backwards: boolean): Promise<void> {
    const drawn = drawnStretch(list);
    const start = drawn === undefined ? 0 : backwards ? drawn.last + 1 : drawn.first - 1;
    const match = await this.#filter.next(selectedSeq ?? Math.max(0, start), backwards);
    if (match !== undefined) {
      await list.select(match.seq);
    }
  }
}

function noFurther(goal: RecordGoal): string {
  switch (goal) {
    case 'bookmark':
      return t('No further bookmark in this direction');
    case 'diagnostic':
      return t('No further diagnostic in this direction');
    case 'reconnect':
      return t('No further reconnect in this direction');
    case 'sameType':
      return t('No further record of this type in this direction');
    default:
      return assertNever(goal);
  }
}
