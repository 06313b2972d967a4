/** Version of the tables below, kept as `user_version`. A capture of another version is refused with these words. */
export const captureFormat = 1;

/**
 * The tables of a capture.
 *
 * - `body`: the decoded bodies of all attempts one after the other, each byte once. `start` counts bytes over the whole
 *   capture. `chunks` has, for each network chunk in the row, the offset after its last byte and its arrival time in
 *   milliseconds since the start, as little-endian 64-bit floats.
 * - `attempt`: where the body of each connection attempt begins. All else of it stands as JSON in `info`, by the key
 *   `attempt:` and its number.
 * - `record`: one row a record, with as few columns as do, because a stream can bring hundreds of thousands a second.
 *   `start` and `length` are its range in the bodies; `data_start` and `data_length` the range of the data, or -1 and the
 *   number of its bytes where it stands in several pieces; `id_seq` the record that set the last event ID that applies
 *   (0: none); `note` the diagnostics (`core/sse/diagnosticNote`). Codes of `kind` stand in
 *   `recordKindCodes`.
 * - `change`: the connection changes as JSON, by the `seq` of their records, so that they are found without reading all.
 * - `event_data`: a view for the curious and their SQL tools, with the data of events that are in one piece (null: in two rows of `body`).
 */
export const captureSchema = `
CREATE TABLE info (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE attempt (number INTEGER PRIMARY KEY, body_start INTEGER NOT NULL) STRICT;
CREATE TABLE body (start INTEGER PRIMARY KEY, bytes BLOB NOT NULL, chunks BLOB NOT NULL) STRICT;
CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  time REAL NOT NULL,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  data_start INTEGER NOT NULL,
  data_length INTEGER NOT NULL,
  type TEXT,
  id TEXT,
  id_seq INTEGER NOT NULL,
  note TEXT
) STRICT;
CREATE TABLE change (seq INTEGER PRIMARY KEY, time REAL NOT NULL, change TEXT NOT NULL) STRICT;
CREATE VIEW event_data AS
  SELECT seq, time, coalesce(type, 'message') AS type,
    (SELECT CAST(substr(bytes, record.data_start - body.start + 1, record.data_length) AS TEXT)
       FROM body WHERE body.start <= record.data_start
         AND body.start + length(bytes) >= record.data_start + record.data_length
       ORDER BY body.start DESC LIMIT 1) AS data
  FROM record WHERE kind = 0 AND data_start >= 0;
PRAGMA user_version = ${captureFormat};
`;
