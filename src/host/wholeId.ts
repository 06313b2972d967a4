import type { Session } from '../engine/session.ts';

/** The whole ID that a record carries, also where rows show its beginning only. `undefined`: none. */
export async function wholeIdOf(session: Session, seq: number): Promise<string | undefined> {
  const record = await session.record(seq);
  if (record === undefined || record.row.id === '') {
    return undefined;
  }
  const { id, ownId } = record.row;
  const own = record.fields.findLast(({ name, value }) => name === 'id' && value.startsWith(id));
  return ownId && own !== undefined ? own.value : id;
}
