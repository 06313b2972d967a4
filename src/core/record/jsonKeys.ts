import * as v from 'valibot';
import type { PathStep } from '../query/query.ts';

const stepSchema = v.variant('step', [
  v.object({ step: v.literal('name'), name: v.string() }),
  v.object({ step: v.literal('any') }),
]);

/** A place in the JSON data of a sample of events. */
export const jsonKeySchema = v.object({
  /** From the outside in; every element of an array is `any`. */
  path: v.array(stepSchema),
  /** Values seen there. */
  count: v.number(),
  /** Some of the values, as JSON writes them, short ones only; empty where there are objects and arrays. */
  examples: v.array(v.string()),
});

export type JsonKey = Readonly<v.InferOutput<typeof jsonKeySchema>>;

type KeyStep = Exclude<PathStep, { readonly step: 'index' }>;

interface KeyEntry {
  readonly path: KeyStep[];
  readonly examples: Set<string>;
  count: number;
}

const maxKeys = 500;
const maxDepth = 8;
const maxMembers = 100;
const maxElements = 3;
const maxExamples = 8;
/** Characters. Longer values are no examples: nobody picks them from a list. */
const maxExampleLength = 60;

/** Collects the places in JSON values, in bounded memory however large and many the values are. */
export class JsonKeys {
  readonly #entries = new Map<string, KeyEntry>();

  /** Takes one value in. */
  add(value: unknown): void {
    this.#visit(value, [], '');
  }

  /** The places, the most frequent first, and those further out before those inside them. */
  list(): JsonKey[] {
    return [...this.#entries.values()]
      .map(({ path, count, examples }) => ({ path, count, examples: [...examples] }))
      .sort((a, b) => b.count - a.count || a.path.length - b.path.length);
  }

  #visit(value: unknown, path: readonly KeyStep[], key: string): void {
    if (typeof value !== 'object' || value === null || path.length >= maxDepth) {
      return;
    }
    if (Array.isArray(value)) {
      for (const element of value.slice(0, maxElements)) {
        this.#see(element, [...path, { step: 'any' }], `${key}[]`);
      }
      return;
    }
    for (const [name, member] of Object.entries(value).slice(0, maxMembers)) {
      this.#see(member, [...path, { step: 'name', name }], `${key}.${JSON.stringify(name)}`);
    }
  }

  #see(value: unknown, path: readonly KeyStep[], key: string): void {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      if (this.#entries.size >= maxKeys) {
        return;
      }
      entry = { path: [...path], count: 0, examples: new Set() };
      this.#entries.set(key, entry);
    }
    entry.count += 1;
    if ((typeof value !== 'object' || value === null) && entry.examples.size < maxExamples) {
      const example = typeof value === 'string' ? value : JSON.stringify(value);
      if (example !== '' && example.length <= maxExampleLength) {
        entry.examples.add(example);
      }
    }
    this.#visit(value, path, key);
  }
}
