import type { JsonDocument } from './jsonDocument.ts';
import { unquoteJson } from './jsonString.ts';

/** What became of a value from one document to another. */
export interface JsonChange {
  readonly change: 'added' | 'removed' | 'changed';
  /** Names and indexes; in the later document, or in the earlier one for what was removed. */
  readonly path: readonly (string | number)[];
  /** The value as it stood, and as it stands. `undefined`: there is none. */
  readonly before: JsonPlace | undefined;
  readonly after: JsonPlace | undefined;
}

/** A value in its document. */
export interface JsonPlace {
  readonly document: JsonDocument;
  readonly node: number;
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Work that can be left and taken up between any two of its steps. */
type Steps<Result> = Generator<undefined, Result, undefined>;

/** Members that are looked at in a step. */
const stepMembers = 1000;

/** More changes than these are only counted on: nobody reads them as a list. */
export const maxChanges = 1000;

/**
 * Compares two documents value by value, in as many steps as one likes and without recursion. Members are told by their
 * names, and by their order where a name occurs twice; elements by their index after what the arrays begin and end with
 * alike. Numbers are compared as they are written.
 */
export class JsonDiff {
  readonly #before: JsonDocument;
  readonly #after: JsonDocument;
  readonly #changes: JsonChange[] = [];
  /** What is still to be compared; the last first. */
  readonly #open: (Pair | JsonChange)[] = [{ before: 0, after: 0 }];
  readonly #steps: Steps<void>;
  #isCut = false;

  constructor(before: JsonDocument, after: JsonDocument) {
    this.#before = before;
    this.#after = after;
    this.#steps = this.#run();
  }

  /** In the order of the later document. */
  get changes(): readonly JsonChange[] {
    return this.#changes;
  }

  /** Whether there may be more changes than are listed. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Compares one pair more, or some of its members. Returns whether there is more to do. */
  advance(): boolean {
    return this.#steps.next().done !== true;
  }

  *#run(): Steps<void> {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      if (this.#changes.length === maxChanges) {
        this.#isCut = true;
        return;
      }
      if ('change' in next) {
        this.#changes.push(next);
      } else {
        yield* this.#compare(next);
      }
      yield;
    }
  }

  *#compare(pair: Pair): Steps<void> {
    const kind = this.#before.kind(pair.before);
    if (kind !== this.#after.kind(pair.after)) {
      this.#changed(pair);
    } else if (kind === 'object') {
      this.#openLater(yield* this.#members(pair));
    } else if (kind === 'array') {
      this.#openLater(this.#elements(pair));
    } else if (!isSame(this.#before, pair.before, this.#after, pair.after)) {
      this.#changed(pair);
    }
  }

  #changed({ before, after }: Pair): void {
    this.#changes.push({
      change: 'changed',
      path: this.#after.path(after),
      before: { document: this.#before, node: before },
      after: { document: this.#after, node: after },
    });
  }

  #openLater(found: readonly (Pair | JsonChange)[]): void {
    for (let at = found.length - 1; at >= 0; at--) {
      const one = found[at];
      if (one !== undefined) {
        this.#open.push(one);
      }
    }
  }

  *#members(pair: Pair): Steps<readonly (Pair | JsonChange)[]> {
    const before = yield* membersByName(this.#before, pair.before);
    const found: (Pair | JsonChange)[] = [];
    for (const [name, after] of yield* membersByName(this.#after, pair.after)) {
      const counterpart = before.get(name);
      before.delete(name);
      found.push(counterpart === undefined ? this.#added(after) : { before: counterpart, after });
      if (found.length % stepMembers === 0) {
        yield;
      }
    }
    return [...found, ...[...before.values()].map((node) => this.#removed(node))];
  }

  #elements(pair: Pair): readonly (Pair | JsonChange)[] {
    const before = elementsOf(this.#before, pair.before);
    const after = elementsOf(this.#after, pair.after);
    const shorter = Math.min(before.length, after.length);
    const isLike = (at: number, other: number): boolean =>
      isAlike(this.#before, before[at] ?? 0, this.#after, after[other] ?? 0);
    let start = 0;
    while (start < shorter && isLike(start, start)) {
      start++;
    }
    let end = 0;
    while (end < shorter - start && isLike(before.length - 1 - end, after.length - 1 - end)) {
      end++;
    }
    const oldOnes = before.slice(start, before.length - end);
    const newOnes = after.slice(start, after.length - end);
    const found: (Pair | JsonChange)[] = newOnes.map((node, at) => {
      const counterpart = oldOnes[at];
      return counterpart === undefined ? this.#added(node) : { before: counterpart, after: node };
    });
    return [...found, ...oldOnes.slice(newOnes.length).map((node) => this.#removed(node))];
  }

  #added(node: number): JsonChange {
    const after = { document: this.#after, node };
    return { change: 'added', path: this.#after.path(node), before: undefined, after };
  }

  #removed(node: number): JsonChange {
    const before = { document: this.#before, node };
    return { change: 'removed', path: this.#before.path(node), before, after: undefined };
  }
}

/** Whether two scalars say the same: strings whatever their escapes, all else to the letter. */
function isSame(before: JsonDocument, node: number, after: JsonDocument, other: number): boolean {
  const [source, otherSource] = [before.source(node), after.source(other)];
  return (
    source === otherSource ||
    (before.kind(node) === 'string' &&
      after.kind(other) === 'string' &&
      unquoteJson(source) === unquoteJson(otherSource))
  );
}

/** Whether two values are written alike; a cheap answer, which may be no where they only look different. */
function isAlike(before: JsonDocument, node: number, after: JsonDocument, other: number): boolean {
  const length = before.end(node) - before.start(node);
  return length === after.end(other) - after.start(other) && before.source(node) === after.source(other);
}

/** Members by name; those that repeat a name by name and number, so that each has its counterpart. */
function* membersByName(document: JsonDocument, parent: number): Steps<Map<string, number>> {
  const members = new Map<string, number>();
  const repeated = new Map<string, number>();
  for (let child = parent + 1; child < document.after(parent); child = document.after(child)) {
    const name = unquoteJson(document.keySource(child) ?? '');
    const times = repeated.get(name) ?? 0;
    repeated.set(name, times + 1);
    members.set(`${times}:${name}`, child);
    if (members.size % stepMembers === 0) {
      yield;
    }
  }
  return members;
}

function elementsOf(document: JsonDocument, parent: number): readonly number[] {
  const elements: number[] = [];
  for (let child = parent + 1; child < document.after(parent); child = document.after(child)) {
    elements.push(child);
  }
  return elements;
}
