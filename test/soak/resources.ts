import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What this process holds. */
export interface Resources {
  /** Open file descriptors, and threads; `undefined` where the system does not tell. */
  readonly descriptors: number | undefined;
  readonly threads: number | undefined;
  /** Sockets, timers, servers and so on that keep the event loop alive, by kind. */
  readonly active: Readonly<Record<string, number>>;
  /** Resident memory; the heap after a collection; memory outside the heap. Bytes. */
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly externalBytes: number;
}

export function readResources(): Resources {
  // With --expose-gc. Twice: what the first one finalises, the second one frees.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const kinds = process.getActiveResourcesInfo();
  return {
    descriptors: existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : undefined,
    threads: existsSync('/proc/self/status')
      ? Number(/^Threads:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : undefined,
    active: Object.fromEntries(
      [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((other) => other === kind).length]),
    ),
    residentBytes: rss,
    heapBytes: heapUsed,
    externalBytes: external,
  };
}
