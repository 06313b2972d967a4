import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** The table `info` of a capture: what is known of it beside its records, each by its key. */
export class CaptureNotes {
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare('SELECT value FROM info WHERE key = ?');
    this.#write = database.prepare('INSERT OR REPLACE INTO info VALUES (?, ?)');
  }

  /** `undefined`: nothing stands there. */
  read(key: string): unknown {
    return this.#read.get(key)?.['value'];
  }

  write(key: string, value: SQLInputValue): void {
    this.#write.run(key, value);
  }
}
