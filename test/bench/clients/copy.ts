import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { report } from '../childProcess.ts';
import { watchLoad } from '../load.ts';

/** Copies a file through this process, as an export's yardstick. */
const [source = '', target = ''] = process.argv.slice(2);

const stopWatching = watchLoad();
const start = performance.now();
// As large as the pieces that an export writes.
const highWaterMark = 1024 * 1024;
await pipeline(createReadStream(source, { highWaterMark }), createWriteStream(target, { highWaterMark }));
const seconds = (performance.now() - start) / 1000;
report({ seconds, load: stopWatching() });
