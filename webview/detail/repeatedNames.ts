import type { JsonDocument } from './jsonDocument.ts';
import { unquoteJson } from './jsonString.ts';

/** Names of objects with more members are not compared with each other. */
const maxComparedMembers = 20_000;

/** Knows which names an object has more than once. */
export class RepeatedNames {
  readonly #byObject = new WeakMap<JsonDocument, Map<number, ReadonlySet<string>>>();

  /** Whether the object that holds a value has its name more than once. */
  isRepeated(document: JsonDocument, node: number): boolean {
    const parent = document.parent(node);
    const source = document.keySource(node);
    return parent !== -1 && source !== undefined && this.#namesOf(document, parent).has(unquoteJson(source));
  }

  #namesOf(document: JsonDocument, object: number): ReadonlySet<string> {
    const known = this.#byObject.get(document) ?? new Map<number, ReadonlySet<string>>();
    this.#byObject.set(document, known);
    let names = known.get(object);
    if (names === undefined) {
      names = repeatedNames(document, object);
      known.set(object, names);
    }
    return names;
  }
}

function repeatedNames(document: JsonDocument, object: number): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  if (document.children(object) > maxComparedMembers) {
    return repeated;
  }
  for (let child = object + 1; child < document.after(object); child = document.after(child)) {
    const name = unquoteJson(document.keySource(child) ?? '');
    (seen.has(name) ? repeated : seen).add(name);
  }
  return repeated;
}
