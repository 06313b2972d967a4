import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import type { Frame } from 'playwright-core';
import { endEverything, endOnSignals } from '../support/processes.mjs';
import { until } from '../support/until.ts';
import { startWorkbench, type Workbench } from '../support/workbench.mjs';
import { describeMachine, formatAim, formatCount, formatMiB } from './format.ts';
import { quantile } from './statistics.ts';

/**
 * `npm run bench:ui -- [--events N] [--all]`: the panel in the real workbench in Chromium. Prints figures and aims; judges
 * nothing itself. `--all` measures 10 M events too.
 */
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, all: { type: 'boolean', default: false } },
});

const jumps = 100;
const framesMs = 4000;
const liveEventsPerSecond = 20_000;
/** How long a capture may take to come in, milliseconds. */
const captureLimitMs = 600_000;

/** What is measured inside the webview: it sees no more of this file than its own text. */
interface InPage {
  /** Milliseconds from a jump of the scroll bar to a random place until the rows there are drawn. */
  jump(): Promise<number>;
  /** Milliseconds of each frame for a while. @param scrollPx How far to scroll in each. */
  frames(lengthMs: number, scrollPx: number): Promise<readonly number[]>;
  /** Milliseconds from a phrase as the filter to its first rows, and to its complete count. */
  filter(text: string): Promise<readonly [number, number]>;
  heapBytes(): number;
}

/** Becomes `window.bench` of the webview. */
function inPage(): InPage {
  const need = (selector: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) {
      throw new Error(`${selector} is not there`);
    }
    return found;
  };
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const firstPosition = (): string => need('.list-row').dataset['position'] ?? '';
  const areDrawn = (): boolean => document.querySelector('.list-row.placeholder') === null;
  return {
    jump: async () => {
      const grid = need('.list-grid');
      const before = firstPosition();
      const start = performance.now();
      grid.scrollTop = Math.random() * (grid.scrollHeight - grid.clientHeight);
      do {
        await frame();
      } while (firstPosition() === before || !areDrawn());
      return performance.now() - start;
    },
    frames: async (lengthMs, scrollPx) => {
      const grid = need('.list-grid');
      const lengths: number[] = [];
      const start = performance.now();
      for (let last = await frame(); last - start < lengthMs;) {
        grid.scrollTop += scrollPx;
        const now = await frame();
        lengths.push(now - last);
        last = now;
      }
      return lengths;
    },
    filter: async (text) => {
      const input = document.querySelector<HTMLInputElement>('.filter-input, sse-filter-bar input');
      if (input === null) {
        throw new Error('There is no box for the filter');
      }
      const before = need('#filter-state').textContent;
      input.value = `"${text}"`;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      const start = performance.now();
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      const state = (): string => need('#filter-state').textContent;
      const hasRows = (): boolean =>
        [...document.querySelectorAll('.list-row[data-seq]')].some((row) => row.textContent.includes(text));
      let first = NaN;
      for (;;) {
        await frame();
        const now = performance.now() - start;
        if (Number.isNaN(first) && hasRows()) {
          first = now;
        }
        const isComplete = state() !== before && state().includes(' of ') && !state().includes('searching');
        if ((isComplete && !Number.isNaN(first)) || now > 30_000) {
          return [first, now];
        }
      }
    },
    heapBytes: () =>
      'memory' in performance ? (performance.memory as { usedJSHeapSize: number }).usedJSHeapSize : NaN,
  };
}

/** Sends `count` events as quick as they are taken; or `perSecond` of them for as long as somebody listens. */
function stream(response: ServerResponse, count: number, perSecond: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const types = ['delta', 'ping', 'status', 'done'];
  const batch = (size: number): string => {
    let text = '';
    for (const end = Math.min(count, sent + size); sent < end; sent += 1) {
      text += `id: ${sent}\nevent: ${types[sent % types.length] ?? ''}\ndata: {"n":${sent},"content":"event ${sent} of many ${'x'.repeat(120)}"}\n\n`;
    }
    return text;
  };
  if (perSecond > 0) {
    const timer = setInterval(() => response.write(batch(perSecond / 50)), 20);
    response.on('close', () => clearInterval(timer));
    return;
  }
  const more = (): void => {
    while (sent < count && response.write(batch(1000))) {
      // Until the socket is full.
    }
  };
  response.on('drain', more);
  more();
}

async function panelFrame(workbench: Workbench): Promise<Frame> {
  const handle = await workbench.panel().grid().elementHandle();
  const frame = await handle.ownerFrame();
  if (!frame) {
    throw new Error('The panel has no frame');
  }
  await frame.evaluate(`window.bench = (${inPage.toString()})()`);
  return frame;
}

async function measure(workbench: Workbench, base: string, events: number): Promise<void> {
  console.log(`\n${formatCount(events)} events`);
  await workbench.runCommand('SSE: Connect to URL…', `${base}/stream?count=${events}`);
  const panel = workbench.panel();
  const word = `${events.toLocaleString('en-US')} events`;
  await until(word, async () => (await panel.fact('events').textContent()) === word, captureLimitMs);

  await workbench.runCommand('Help: Welcome');
  const tab = workbench.tabs(/stream/).first();
  const start = performance.now();
  await tab.click();
  await panel.rows().first().waitFor();
  const opened = performance.now() - start;
  console.log(formatAim('open to first rows < 300 ms', opened < 300, `${opened.toFixed(0)} ms, with the click`));

  const frame = await panelFrame(workbench);
  const heapBefore = await frame.evaluate<number>('bench.heapBytes()');
  const times: number[] = [];
  for (let at = 0; at < jumps; at += 1) {
    times.push(await frame.evaluate<number>('bench.jump()'));
  }
  const p95 = quantile(times, 0.95);
  console.log(
    formatAim('jump p95 < 100 ms', p95 < 100, `p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`),
  );
  await frame.evaluate('document.querySelector(".list-grid").scrollTop = 0');
  reportFrames('frames p95 < 33 ms while scrolling', await frame.evaluate<number[]>(`bench.frames(${framesMs}, 300)`));
  const heapAfter = await frame.evaluate<number>('bench.heapBytes()');
  console.log(`  heap of the webview's process ${formatMiB(heapBefore)} before, ${formatMiB(heapAfter)} after`);

  const [first, whole] = await frame.evaluate<[number, number]>(`bench.filter('event ${Math.floor(events / 3)} of')`);
  console.log(formatAim('first filtered rows < 150 ms', first < 150, `${first.toFixed(0)} ms`));
  console.log(formatAim('full count < 1 s', whole < 1000, `${whole.toFixed(0)} ms`));
  await workbench.closeAllEditors();
}

function reportFrames(aim: string, lengths: readonly number[]): void {
  const p95 = quantile(lengths, 0.95);
  console.log(formatAim(aim, p95 < 33, `p50 ${quantile(lengths, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`));
}

async function measureLive(workbench: Workbench, base: string): Promise<void> {
  console.log(`\n${formatCount(liveEventsPerSecond)} events/s`);
  await workbench.runCommand('SSE: Connect to URL…', `${base}/stream?rate=${liveEventsPerSecond}`);
  await workbench.panel().rows().nth(10).waitFor();
  const frame = await panelFrame(workbench);
  reportFrames('frames p95 < 33 ms while they arrive', await frame.evaluate<number[]>(`bench.frames(${framesMs}, 0)`));
  await workbench.panel().button('disconnect').click();
}

endOnSignals();
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  stream(response, Number(searchParams.get('count') ?? Infinity), Number(searchParams.get('rate') ?? 0));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
try {
  console.log(describeMachine());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workbench = await startWorkbench();
  await measure(workbench, base, Number(values.events));
  await measureLive(workbench, base);
  if (values.all) {
    await measure(workbench, base, 10_000_000);
  }
} finally {
  server.closeAllConnections();
  server.close();
  await endEverything();
}
