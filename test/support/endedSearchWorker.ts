import { parentPort } from 'node:worker_threads';
import type { FromSearch, ToSearch } from '../../src/core/protocol/searchMessages.ts';

/** A search thread that has seen the end of the capture before it hears that there is more; then it finds one match more. */
let search = 0;
let matched = 0;

function post(message: FromSearch): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (message: ToSearch) => {
  search = message.type === 'search' ? message.search : search;
  matched += 1;
  post({ type: 'progress', search, matched, scanned: matched, isComplete: true });
});
post({ type: 'ready' });
