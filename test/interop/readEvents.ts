import type { Session } from '../../src/engine/session.ts';

/** An event as a page would get it. */
export interface ReadEvent {
  readonly type: string;
  readonly data: string;
  readonly id: string;
}

/** All events of a session so far, in order, with their whole data. */
export async function readEvents(session: Session): Promise<readonly ReadEvent[]> {
  const { rows } = await session.records({ kinds: ['event'], first: 0, count: 1000 });
  const details = await Promise.all(rows.map(({ seq }) => session.record(seq)));
  return details.map((detail, at) => ({
    type: rows[at]?.type ?? '',
    data: detail?.data ?? '',
    id: rows[at]?.id ?? '',
  }));
}
