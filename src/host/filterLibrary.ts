import * as v from 'valibot';
import * as vscode from 'vscode';
import { savedFilterSchema } from '../core/protocol/filterMessages.ts';
import type { FilterMemory, SavedFilter } from '../core/protocol/filterMessages.ts';

const savedKey = 'savedFilters';
const recentKey = 'recentFilters';
const maxRecent = 20;

const savedSchema = v.fallback(v.array(savedFilterSchema), []);
const recentSchema = v.fallback(v.array(v.string()), []);

/** The filters that a workspace remembers: those that the user named, and those used last. */
export class FilterLibrary implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<FilterMemory>();
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get memory(): FilterMemory {
    return {
      saved: v.parse(savedSchema, this.#memento.get(savedKey)),
      recent: v.parse(recentSchema, this.#memento.get(recentKey)),
    };
  }

  find(name: string): SavedFilter | undefined {
    return this.memory.saved.find((filter) => filter.name === name);
  }

  /** Puts a query at the head of the recent ones. */
  async use(query: string): Promise<void> {
    const { recent } = this.memory;
    if (query.trim() !== '' && query !== recent[0]) {
      await this.#write(recentKey, [query, ...recent.filter((other) => other !== query)].slice(0, maxRecent));
    }
  }

  /** Saves a filter; one of the same name is replaced. */
  async save(filter: SavedFilter): Promise<void> {
    const others = this.memory.saved.filter(({ name }) => name !== filter.name);
    await this.#write(savedKey, byName([...others, filter]));
  }

  /** Gives a filter another name; one that has it already is replaced. */
  async rename(name: string, newName: string): Promise<void> {
    const filter = this.find(name);
    if (filter !== undefined) {
      const others = this.memory.saved.filter((other) => other.name !== name && other.name !== newName);
      await this.#write(savedKey, byName([...others, { ...filter, name: newName }]));
    }
  }

  async delete(name: string): Promise<void> {
    await this.#write(
      savedKey,
      this.memory.saved.filter((other) => other.name !== name),
    );
  }

  async #write(key: string, value: readonly SavedFilter[] | readonly string[]): Promise<void> {
    await this.#memento.update(key, value);
    this.#changed.fire(this.memory);
  }
}

function byName(filters: readonly SavedFilter[]): readonly SavedFilter[] {
  return [...filters].sort((a, b) => a.name.localeCompare(b.name));
}
