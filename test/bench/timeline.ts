import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CaptureStore } from '../../src/store/captureStore.ts';

/*
 * How long the capture thread takes for the timeline of a large capture, at random zooms; and for writing it.
 * One argument: the number of events, by default ten million.
 */

const events = Number(process.argv[2] ?? 10_000_000);
const batchEvents = 2000;
const chunkEvents = 20;
const zooms = 400;
const bins = 500;

/** Types in the proportions of a model's answer, one event of 100 bytes or so after the other. */
function makeBatch(): { readonly bytes: Uint8Array; readonly ends: readonly number[] } {
  let text = '';
  const ends: number[] = [];
  for (let event = 1; event <= batchEvents; event += 1) {
    const type = event % 50 === 0 ? 'ping' : event % 7 === 0 ? 'usage' : event % 3 === 0 ? 'thinking' : 'delta';
    text += `event: ${type}\ndata: {"index":0,"delta":{"content":"some words of a text ${event % 10}"}}\n\n`;
    if (event % chunkEvents === 0) {
      ends.push(text.length);
    }
  }
  return { bytes: Buffer.from(text), ends };
}

/** Arrival times: mostly even, with a burst and a stall now and then, as a stream has them. */
function* arrivals(): Generator<number> {
  let time = 0;
  for (let chunk = 0; ; chunk += 1) {
    time += chunk % 5000 === 4999 ? 4000 : chunk % 800 < 100 ? 0.05 : 2;
    yield time;
  }
}

function fill(store: CaptureStore): number {
  const { bytes, ends } = makeBatch();
  const times = arrivals();
  store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
  const start = performance.now();
  for (let written = 0; written < events; written += batchEvents) {
    store.write(bytes, Float64Array.from(ends.flatMap((end) => [end, Number(times.next().value)])));
  }
  store.endBody();
  return performance.now() - start;
}

const folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-timeline-'));
try {
  const file = path.join(folder, 'capture.sqlite');
  let store = new CaptureStore(file, 'create');
  const ms = fill(store);
  console.log(`${events} events written in ${(ms / 1000).toFixed(1)} s: ${Math.round(events / ms)} events/ms`);
  store.close();
  const opening = performance.now();
  store = new CaptureStore(file, 'open');
  console.log(`opened in ${(performance.now() - opening).toFixed(0)} ms`);

  const { extent } = store.timeline({ bins: 2, range: null });
  if (extent === null) {
    throw new Error('The capture is empty');
  }
  const durations: { readonly ms: number; readonly share: number }[] = [];
  for (let zoom = 0; zoom < zooms; zoom += 1) {
    const share = 10 ** (-6 * (zoom / zooms));
    const width = (extent.end - extent.start) * share;
    const start = extent.start + ((zoom * 0.618) % 1) * (extent.end - extent.start - width);
    const begun = performance.now();
    store.timeline({ bins, range: { start, end: start + width } });
    durations.push({ ms: performance.now() - begun, share });
  }
  durations.sort((a, b) => a.ms - b.ms);
  const at = (share: number): string => (durations[Math.floor(share * (zooms - 1))]?.ms ?? 0).toFixed(1);
  console.log(`timeline of ${bins} bins at ${zooms} zooms: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);
  console.log(`slowest at a share of ${durations.at(-1)?.share.toExponential(1) ?? ''} of the whole`);
  store.close();
} finally {
  rmSync(folder, { recursive: true });
}
