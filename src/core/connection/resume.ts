import type { ResumeVerdict } from './connectionChange.ts';

/** Records that are looked at before the verdict is given with what is known. */
const maxRecords = 1000;
/** IDs before a resume that have to be consecutive numbers for a number that is left out to be one that is missing. */
const countingIds = 10;

/** What a body that was asked for with a Last-Event-ID brought. */
export interface Resume {
  /** Value of the Last-Event-ID header. */
  readonly sent: string;
  readonly firstId: string;
  readonly repeated: number;
  readonly missing: number;
  readonly verdict: ResumeVerdict;
}

/**
 * Watches the IDs of a body that was asked for with a Last-Event-ID until it can be told what the server made of it: at
 * the first ID that is new, after `maxRecords` records, or at the end of the body.
 */
export class ResumeCheck {
  readonly #sent: string;
  readonly #readKnownIds: () => readonly string[];
  #known: ReadonlySet<string> = new Set();
  #counts = false;
  #records = 0;
  #firstId = '';
  readonly #repeated = new Set<string>();

  /**
   * @param sent Value of the Last-Event-ID header.
   * @param readKnownIds Reads IDs that the capture had before, the newest last. Called at most once, for the first ID.
   */
  constructor(sent: string, readKnownIds: () => readonly string[]) {
    this.#sent = sent;
    this.#readKnownIds = readKnownIds;
  }

  /**
   * Takes the next record.
   *
   * @param ownId The ID that its block set; `undefined`: none.
   * @returns What is decided; `undefined`: nothing yet.
   */
  see(ownId: string | undefined): Resume | undefined {
    this.#records += 1;
    if (ownId !== undefined && ownId !== '' && !this.#isRepeated(ownId)) {
      return this.#decide();
    }
    return this.#records >= maxRecords ? this.#decide() : undefined;
  }

  /** The verdict as far as there is one: no more records follow. */
  end(): Resume {
    return this.#decide();
  }

  #isRepeated(id: string): boolean {
    if (this.#firstId === '') {
      this.#firstId = id;
      const known = this.#readKnownIds();
      this.#known = new Set(known);
      this.#counts = areConsecutive(known.slice(-countingIds));
    }
    const isRepeated = id === this.#sent || this.#known.has(id);
    if (isRepeated) {
      this.#repeated.add(id);
    }
    return isRepeated;
  }

  #decide(): Resume {
    const firstId = this.#firstId;
    const [first, sent] = [numberOf(firstId), numberOf(this.#sent)];
    const skipped = this.#counts && first !== undefined && sent !== undefined ? first - sent - 1n : 0n;
    return {
      sent: this.#sent,
      firstId,
      repeated: this.#repeated.size,
      missing: skipped > 0n ? Number(skipped) : 0,
      verdict: this.#verdict(first, sent, skipped > 0n),
    };
  }

  #verdict(first: bigint | undefined, sent: bigint | undefined, hasGap: boolean): ResumeVerdict {
    // A server that goes on further on may have lost what was between, or never looked at the header.
    if (this.#firstId === '' || hasGap) {
      return 'unknown';
    }
    // Some servers begin with the event that the ID names, which is a way to take it.
    if (this.#firstId === this.#sent) {
      return 'honoured';
    }
    const isBefore = first !== undefined && sent !== undefined && first < sent;
    return isBefore || this.#repeated.has(this.#firstId) ? 'ignored' : 'honoured';
  }
}

function areConsecutive(ids: readonly string[]): boolean {
  const numbers = ids.map(numberOf);
  return (
    numbers.length > 1 &&
    numbers.every((number, at) => {
      const before = at === 0 ? undefined : numbers[at - 1];
      return number !== undefined && (at === 0 || (before !== undefined && number === before + 1n));
    })
  );
}

/** The number that an ID is, where it is a decimal one that is not too long to be a count. */
function numberOf(id: string): bigint | undefined {
  return /^\d{1,20}$/.test(id) ? BigInt(id) : undefined;
}
