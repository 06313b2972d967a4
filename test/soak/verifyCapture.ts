import type { Session } from '../../src/engine/session.ts';
import { eventData, eventType, firstNumber } from './soakStream.ts';
import type { SoakStream } from './soakStream.ts';

/** What a capture holds, once it is known to be right. */
export interface Verified {
  readonly events: number;
  /** Events that the server was told to repeat, and that are there twice. */
  readonly repeated: number;
  readonly attempts: number;
  readonly dropped: number;
}

const windowRows = 1000;
/** The beginning of the data that rows show is compared up to this length, characters. */
const comparedLength = 60;

/**
 * Reads a capture from its first record to its last, and throws unless every event from 1 to `generated` is there, in
 * order, with its type and data, after each request exactly from where the server goes on after the ID that it was sent.
 */
export async function verifyCapture(session: Session, stream: SoakStream, generated: number): Promise<Verified> {
  const { kinds } = session.snapshot();
  const found = { events: 0, repeated: 0, attempts: 0, dropped: 0 };
  /** Number of the newest event, of the highest one so far, and of the one that has to come. */
  let last = 0;
  let highest = 0;
  let expected = 1;
  const wrong = (what: string): Error => new Error(`stream ${stream.key} (${stream.mode}), ${session.file}: ${what}`);

  for (let first = 0; ; first += windowRows) {
    const { rows } = await session.records({ kinds: ['event', 'connection', 'dropped'], first, count: windowRows });
    for (const { kind, connection, id, type, preview, ownId } of rows) {
      if (connection?.change === 'connecting') {
        found.attempts += 1;
        if (connection.lastEventId !== (last === 0 ? '' : String(last))) {
          throw wrong(`request ${found.attempts} says Last-Event-ID ${connection.lastEventId} after event ${last}`);
        }
        expected = firstNumber(stream, last);
      } else if (connection?.change === 'resumed' && stream.mode !== 'repeat') {
        const { verdict, repeated, missing } = connection;
        if (verdict === 'ignored' || repeated !== 0 || missing !== 0) {
          throw wrong(`a resume is told as ${JSON.stringify(connection)}`);
        }
      } else if (kind === 'dropped') {
        found.dropped += 1;
      } else if (kind === 'event') {
        const number = Number(id);
        if (number !== expected || !ownId) {
          throw wrong(`event ${id} where ${expected} has to come, in attempt ${found.attempts}`);
        }
        // Rows show data without its line breaks.
        const data = eventData(stream.key, number).split('\n').join(' ').slice(0, comparedLength);
        if (type !== eventType(number) || preview.replace(/\s+/g, ' ').slice(0, comparedLength) !== data) {
          throw wrong(`event ${id} is ${type} ${preview}`);
        }
        found.events += 1;
        found.repeated += number <= highest ? 1 : 0;
        highest = Math.max(highest, number);
        last = number;
        expected = number + 1;
      }
    }
    if (rows.length < windowRows) {
      break;
    }
  }
  if (highest !== generated || found.events !== generated + found.repeated || kinds.event !== found.events) {
    throw wrong(`${found.events} events up to ${highest}, ${kinds.event} counted, of ${generated}`);
  }
  return found;
}
