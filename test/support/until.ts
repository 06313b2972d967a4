import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 20;

/** Waits until something is there, and says what was missing if it does not come. */
export async function until<T>(
  what: string,
  read: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 15_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) {
      return value;
    }
    if (performance.now() > end) {
      throw new Error(`Not within ${limitMs / 1000} s: ${what}`);
    }
    await sleep(pollMs);
  }
}
