import { DatabaseSync } from 'node:sqlite';
import { captureFormat, captureSchema } from './captureSchema.ts';

/** `create` makes a new capture, `open` is for one session to go on with, `read` changes nothing. */
export type CaptureMode = 'create' | 'open' | 'read';

/**
 * Opens the SQLite file of a capture. Throws where it cannot be opened so: `create` wants no capture there, the others
 * want one of this version.
 */
export function openCaptureFile(file: string, mode: CaptureMode): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: mode === 'read' });
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    checkFormat(database, file, mode);
    if (mode === 'create') {
      // Large pages hold a whole batch of bodies in a few.
      database.exec('PRAGMA page_size = 32768');
    }
    if (mode !== 'read') {
      // Only a loss of power needs the sync. What is erased is overwritten.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 256');
      database.exec('PRAGMA secure_delete = ON');
    }
    if (mode === 'create') {
      database.exec(captureSchema);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkFormat(database: DatabaseSync, file: string, mode: CaptureMode): void {
  const format = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const tables = Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count']);
  if (mode === 'create' && (format !== 0 || tables > 0)) {
    throw new Error(`${file} exists already`);
  }
  if (mode !== 'create' && format === 0) {
    throw new Error(`${file} is not a capture`);
  }
  if (format !== 0 && format !== captureFormat) {
    throw new Error(`${file} is a capture of format ${format}; this version reads format ${captureFormat}`);
  }
}
