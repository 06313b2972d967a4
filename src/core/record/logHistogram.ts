/** Buckets of a doubling: their width is at most 1/64 of what they hold, so that their middle is off by 1/128 at most. */
const perDoubling = 64;
/** Below this each whole number has a bucket of its own. */
const exactBelow = 2 * perDoubling;
const firstDoubling = Math.log2(exactBelow);

/** Buckets in use, as pairs of number and count. */
export type StoredHistogram = readonly (readonly [number, number])[];

/**
 * Counts whole numbers from 0 in buckets that grow with them (log-linear): percentiles are off by less than 0.8 %, and a
 * doubling of the range costs 256 bytes, and only where it is met.
 *
 * Own code because hdr-histogram-js, the well-kept library for it, allocates the whole range at once, some 100 kB for
 * each of a hundred histograms, and brings 50 times this file with its wire format.
 */
export class LogHistogram {
  readonly #doublings: (Uint32Array | undefined)[] = [];
  readonly #exact = new Uint32Array(exactBelow);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  get max(): number {
    return this.#max;
  }

  /** @param value Whole, not negative. */
  add(value: number): void {
    this.#count += 1;
    this.#max = Math.max(this.#max, value);
    this.#increase(bucketOf(value), 1);
  }

  /** The value that so large a share of all values does not exceed. @param share 0 to 1. */
  percentile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (const [bucket, count] of this.#buckets()) {
      seen += count;
      if (seen >= rank) {
        return Math.min(this.#max, middleOf(bucket));
      }
    }
    return this.#max;
  }

  store(): { readonly max: number; readonly buckets: StoredHistogram } {
    return { max: this.#max, buckets: [...this.#buckets()] };
  }

  restore({ max, buckets }: { readonly max: number; readonly buckets: StoredHistogram }): void {
    this.#max = max;
    for (const [bucket, count] of buckets) {
      this.#count += count;
      this.#increase(bucket, count);
    }
  }

  #increase(bucket: number, count: number): void {
    if (bucket < exactBelow) {
      this.#exact[bucket] = (this.#exact[bucket] ?? 0) + count;
      return;
    }
    const doubling = Math.floor(bucket / perDoubling);
    const counts = (this.#doublings[doubling] ??= new Uint32Array(perDoubling));
    counts[bucket % perDoubling] = (counts[bucket % perDoubling] ?? 0) + count;
  }

  /** The buckets that are not empty, in order. */
  *#buckets(): Generator<readonly [number, number]> {
    for (const [bucket, count] of this.#exact.entries()) {
      if (count > 0) {
        yield [bucket, count];
      }
    }
    for (const [doubling, counts] of this.#doublings.entries()) {
      for (const [at, count] of counts?.entries() ?? []) {
        if (count > 0) {
          yield [doubling * perDoubling + at, count];
        }
      }
    }
  }
}

/** Number of a value's bucket; a doubling's numbers follow those of the one before. */
function bucketOf(value: number): number {
  if (value < exactBelow) {
    return value;
  }
  const exponent = value < 2 ** 31 ? 31 - Math.clz32(value) : 63 - Math.clz32(Math.floor(value / 2 ** 32));
  const width = 2 ** (exponent - firstDoubling + 1);
  return (exponent - firstDoubling + 1) * perDoubling + Math.floor(value / width);
}

/** The value in the middle of a bucket. */
function middleOf(bucket: number): number {
  if (bucket < exactBelow) {
    return bucket;
  }
  const doublings = Math.floor(bucket / perDoubling) - 1;
  const width = 2 ** doublings;
  return (bucket - doublings * perDoubling) * width + (width - 1) / 2;
}
