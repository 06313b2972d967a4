import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { RecordFind, RecordGoal, RecordQuest } from '../core/record/recordGoal.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import { marksKey } from './recordMarks.ts';
import type { SeqList } from './seqList.ts';

/** Records, and matches of a filter, to look at in one piece: some 20 ms, so that nothing waits long for the thread. */
const pieceRecords = 100_000;
const pieceMatches = 20_000;

const conditions: Readonly<Record<Exclude<RecordGoal, 'sameType'>, string>> = {
  diagnostic: 'note IS NOT NULL',
  bookmark: `seq IN (SELECT json_extract(value, '$.seq') FROM json_each((SELECT value FROM info WHERE key = '${marksKey}')))`,
  // The first attempt is no reconnect.
  reconnect: `kind = ${recordKindCodes.connection} AND seq IN (SELECT seq FROM change
    WHERE json_extract(change, '$.change') = 'connecting' AND json_extract(change, '$.attempt') > 1)`,
};

/** Finds the record of a kind that is next to another, piece by piece: the way can be millions of records long. */
export class RecordFinder {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Looks at the next piece of all records.
   *
   * @param from Number of the record to go on from; the quest's own at first.
   * @param afterSeq Only records with a greater number count.
   * @param lastSeq Number of the newest record.
   */
  among(quest: RecordQuest, from: number, afterSeq: number, lastSeq: number): RecordFind {
    const { condition, values } = this.#condition(quest);
    const { backwards } = quest;
    const low = backwards ? Math.max(afterSeq, from - 1 - pieceRecords) : Math.max(afterSeq, from);
    const high = backwards ? from - 1 : Math.min(lastSeq, low + pieceRecords);
    const found = this.#database
      .prepare(
        `SELECT seq FROM record WHERE seq > ? AND seq <= ? AND ${condition} ORDER BY seq ${backwards ? 'DESC' : 'ASC'} LIMIT 1`,
      )
      .get(low, high, ...values)?.['seq'];
    if (typeof found === 'number') {
      return { found };
    }
    const isOver = backwards ? low <= afterSeq : high >= lastSeq;
    return { found: null, goOn: isOver ? null : backwards ? low + 1 : high };
  }

  /** Looks at the next piece of the matches of a filter. */
  amongMatches(quest: RecordQuest, from: number, matches: SeqList): RecordFind {
    const { condition, values } = this.#condition(quest);
    const step = quest.backwards ? -1 : 1;
    const first = quest.backwards ? matches.positionOf(from) - 1 : matches.positionOf(from + 1);
    const fits: StatementSync = this.#database.prepare(`SELECT 1 FROM record WHERE seq = ? AND ${condition}`);
    for (let at = first, looked = 0; looked < pieceMatches; at += step, looked += 1) {
      const seq = at < 0 ? undefined : matches.at(at);
      if (seq === undefined) {
        return { found: null, goOn: null };
      }
      if (fits.get(seq, ...values) !== undefined) {
        return { found: seq };
      }
    }
    return { found: null, goOn: matches.at(first + step * (pieceMatches - 1)) ?? null };
  }

  #condition({ goal, seq, kinds }: RecordQuest): { readonly condition: string; readonly values: SQLInputValue[] } {
    const codes = kinds.map((kind) => recordKindCodes[kind]).join(', ');
    const isShown = kinds.length === recordKinds.length ? '' : ` AND kind IN (${codes})`;
    if (goal !== 'sameType') {
      return { condition: `${conditions[goal]}${isShown}`, values: [] };
    }
    const like = this.#database.prepare('SELECT kind, type FROM record WHERE seq = ?').get(seq);
    return {
      condition: `kind = ? AND type IS ?${isShown}`,
      values: [like?.['kind'] ?? -1, like?.['type'] ?? null],
    };
  }
}
