/**
 * The events that the benchmark's server sends: an ID, one of four event types and JSON data, `eventBytes` bytes each on
 * the wire.
 */

export const eventBytes = 330;

export const eventTypes = ['message', 'delta', 'price', 'trade'] as const;

/** Digits of an ID. Fixed, so that all events are equally long. */
const idDigits = 10;

const eventsPerBlock = 1000;
const digitsPerBlock = 3;
const idOffset = 'id: '.length;

export function formatId(number: number): string {
  return String(number).padStart(idDigits, '0');
}

/** One event. `fields` are put into its JSON, and what is left of the bytes is filled up with text. */
export function formatEvent(number: number, fields: Readonly<Record<string, number>> = {}): string {
  const type = eventTypes[number % eventTypes.length] ?? 'message';
  const frame = (text: string): string =>
    `id: ${formatId(number)}\nevent: ${type}\ndata: ${JSON.stringify({
      object: 'chat.completion.chunk',
      model: 'bench-model',
      ...fields,
      choices: [{ index: 0, delta: { role: 'assistant', content: text }, finish_reason: null }],
    })}\n\n`;
  const words = ' the quick brown fox jumps over the lazy dog and runs through the river to the other side of the wood';
  const room = eventBytes - frame('').length;
  return frame(words.repeat(3).slice(0, room));
}

/** Makes the bytes of consecutive events at the speed of memory. */
export class EventBytes {
  readonly #template = Buffer.from(
    Array.from({ length: eventsPerBlock }, (_, index) => formatEvent(index)).join(''),
    'latin1',
  );

  /** Events from a number on: as many as asked for, or fewer. */
  from(first: number, count: number): { readonly bytes: Buffer; readonly count: number } {
    const index = first % eventsPerBlock;
    const taken = Math.min(count, eventsPerBlock - index);
    const bytes = Buffer.from(this.#template.subarray(index * eventBytes, (index + taken) * eventBytes));
    // Within a block only the leading digits of the IDs differ from the template.
    const leading = Buffer.from(formatId(first).slice(0, -digitsPerBlock), 'latin1');
    for (let position = idOffset; position < bytes.length; position += eventBytes) {
      leading.copy(bytes, position);
    }
    return { bytes, count: taken };
  }
}
