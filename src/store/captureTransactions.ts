import type { DatabaseSync } from 'node:sqlite';

/**
 * Work on a capture that is stored as a whole or not at all. After a failure nothing more is taken until `recover`:
 * records without their bytes would be worse than none.
 */
export class CaptureTransactions {
  readonly #database: DatabaseSync;
  readonly #onRolledBack: () => void;
  #failure: Error | undefined;

  /** @param onRolledBack Called when the memory has to be brought back to what is stored. */
  constructor(database: DatabaseSync, onRolledBack: () => void) {
    this.#database = database;
    this.#onRolledBack = onRolledBack;
  }

  /** Why nothing is taken any more; `undefined`: all is well. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  recover(): void {
    this.#failure = undefined;
  }

  /** Throws what the work throws, and after a failure always. */
  run<T>(work: () => T): T {
    this.refuseAfterFailure();
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#rollBack();
      throw error;
    }
  }

  refuseAfterFailure(): void {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back itself, or the transaction did not begin.
    }
    this.#onRolledBack();
  }
}
