/** The IDs that one body set. */
export interface BodyIds {
  /** Value of the Last-Event-ID header that it was asked for with; empty: none. */
  readonly sent: string;
  /** In the order of the wire; never empty. */
  readonly ids: readonly string[];
}

/** Steps from one ID to the next, of the newest, that have to be 1 for IDs to count events. */
const countingSteps = 10;

/** The IDs that a capture had before a request, as evidence of what the server makes of one. */
export class IdHistory {
  readonly #bodies: readonly BodyIds[];
  /** Where each ID stands among all different ones, in the order in which they came first. */
  readonly #positions: ReadonlyMap<string, number>;
  /**
   * Whether each ID is the number after the one before it; `undefined`: there is nothing to judge by. Steps from one
   * body to the next tell nothing: IDs may be missing there.
   */
  readonly counts: boolean | undefined;

  /** @param bodies The newest last. */
  constructor(bodies: readonly BodyIds[]) {
    this.#bodies = bodies;
    const ids = new Set(bodies.flatMap((body) => body.ids));
    this.#positions = new Map([...ids].map((id, position) => [id, position]));
    const steps = bodies.flatMap((body) => stepsOf(body.ids)).slice(-countingSteps);
    this.counts = steps.length === 0 ? undefined : steps.every((step) => step === 1n);
  }

  /** The one that came first after all others; `undefined`: there is none. */
  get newest(): string | undefined {
    return [...this.#positions.keys()].at(-1);
  }

  get isEmpty(): boolean {
    return this.#positions.size === 0;
  }

  has(id: string): boolean {
    return this.#positions.has(id);
  }

  /** How many different IDs came first after this one; `undefined`: it is not known. */
  after(id: string): number | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#positions.size - 1 - position;
  }

  /** How many places the second ID is after the first one, in the order of the capture; `undefined`: one is not known. */
  distance(from: string, to: string): number | undefined {
    const [start, end] = [this.#positions.get(from), this.#positions.get(to)];
    return start === undefined || end === undefined ? undefined : end - start;
  }

  /** Whether a body that was asked for in another way began with this ID too. */
  beganElsewhere(firstId: string, sent: string): boolean {
    return this.#bodies.some((body) => body.sent !== sent && body.ids[0] === firstId);
  }
}

/** The number that an ID is, where it is a decimal one that is not too long to be a count. */
export function numberOfId(id: string): bigint | undefined {
  return /^\d{1,20}$/.test(id) ? BigInt(id) : undefined;
}

/** How far each ID is from the one before it; `undefined` where one of the two is no number. */
function stepsOf(ids: readonly string[]): readonly (bigint | undefined)[] {
  return ids.slice(1).map((id, at) => {
    const [before, number] = [numberOfId(ids[at] ?? ''), numberOfId(id)];
    return before === undefined || number === undefined ? undefined : number - before;
  });
}
