/** A search thread that takes longer to start than a search may be stuck in the tests. */
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
await import('../../src/store/searchWorker.ts');
