/** What a stream of the soak does beside its cuts. */
export type SoakMode = 'plain' | 'gzip' | 'deflate' | 'br' | 'redirect' | 'repeat';

/** One stream of numbered events that never ends by itself. */
export interface SoakStream {
  /** Names it in the URL, and decides with the seed which faults it has. */
  readonly key: number;
  readonly mode: SoakMode;
}

export const soakStreams: readonly SoakStream[] = (
  ['plain', 'plain', 'plain', 'gzip', 'deflate', 'br', 'redirect', 'repeat'] as const
).map((mode, key) => ({ key, mode }));

/** From parent to server: no new events any more, no faults, and 204 to those who have everything. */
export const finishMessage = 'finish';

/** What the server says at the end. */
export interface SoakTruth {
  /** Number of the last event of each stream, by key; they are counted from 1. */
  readonly generated: readonly number[];
  readonly requests: number;
  readonly redirects: number;
  /** Responses that ended in order, and those that were broken off, in a body or before its head. */
  readonly ended: number;
  readonly broken: number;
}

const maxRepeated = 6;

/** The first event of a response to a client that has events up to `last`. It is told to repeat some, where asked. */
export function firstNumber({ key, mode }: SoakStream, last: number): number {
  const repeated = mode === 'repeat' ? (Math.imul(last + 1, 2_654_435_761) >>> (8 + key)) % maxRepeated : 0;
  return Math.max(1, last + 1 - repeated);
}

/** The data of an event: its number, and text that only this one has. Lines and characters of all sizes. */
export function eventData(key: number, number: number): string {
  const words = 'ä🙂 quick brown € '.repeat((Math.imul(number, 40_503) >>> 3) % 23);
  return `{"key":${key},"number":${number},\n"text":"${words}"}`;
}

export function eventType(number: number): string {
  return ['message', 'delta', 'tick', 'done'][number % 4] ?? 'message';
}

/** An event on the wire, with other line ends and other company from one to the next. */
export function eventBlock(key: number, number: number): string {
  const end = ['\n', '\r\n', '\r'][(number >> 4) % 3] ?? '\n';
  const before = number % 50 === 0 ? [': heartbeat', ''] : number % 77 === 0 ? ['no such field: x'] : [];
  const data = eventData(key, number)
    .split('\n')
    .map((line) => `data: ${line}`);
  return [...before, `id: ${number}`, `event: ${eventType(number)}`, ...data, '', ''].join(end);
}
