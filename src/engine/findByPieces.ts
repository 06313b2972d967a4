import type { RecordFind, RecordQuest } from '../core/record/recordGoal.ts';

/** Asks a thread for piece after piece until a record is found; between them it does its other work. */
export async function findByPieces(
  { seq }: RecordQuest,
  ask: (from: number) => Promise<RecordFind>,
): Promise<number | null> {
  let from = seq;
  for (;;) {
    const answer = await ask(from);
    if (answer.found !== null || answer.goOn === null) {
      return answer.found;
    }
    from = answer.goOn;
  }
}
