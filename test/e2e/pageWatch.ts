import type { Panel } from '../support/panel.mjs';

/** Watches the panel's page: what the policy blocked, and how long its main thread was taken at once. */
export async function watch(panel: Panel): Promise<void> {
  await panel.grid().evaluate(() => {
    const seen = { blocked: [] as string[], longestMs: 0 };
    Object.assign(globalThis, { seen });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      seen.blocked.push(`${violatedDirective} ${blockedURI}`),
    );
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        seen.longestMs = name === 'self' ? Math.max(seen.longestMs, duration) : seen.longestMs;
      }
    }).observe({ type: 'longtask' });
  });
}

export async function seen(panel: Panel): Promise<{ readonly blocked: readonly string[]; readonly longestMs: number }> {
  return panel
    .grid()
    .evaluate(() => (globalThis as unknown as { seen: { blocked: string[]; longestMs: number } }).seen);
}

/** What a page may be taken for at once, milliseconds: the aim is 100, and the machine may have other things to do. */
export const stallMs = 1000;
