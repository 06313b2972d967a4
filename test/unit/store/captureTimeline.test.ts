import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CaptureStore } from '../../../src/store/captureStore.ts';

/** A capture whose blocks come 10 ms apart, and which can be opened again. */
class TimedCapture {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'sse-debugger-timeline-'));
  readonly #file = path.join(this.#folder, 'capture.sqlite');
  #store = new CaptureStore(this.#file, 'create');
  #time = 0;

  constructor() {
    this.begin();
  }

  get store(): CaptureStore {
    return this.#store;
  }

  begin(): void {
    this.#store.beginBody({ attempt: 1, lastEventId: '', lastEventIdSent: '', maxBlockBytes: 1_000_000 });
  }

  write(...blocks: string[]): void {
    for (const block of blocks) {
      const bytes = Buffer.from(block);
      this.#time += 10;
      this.#store.write(bytes, new Float64Array([bytes.length, this.#time]));
    }
  }

  reopen(): void {
    this.#store.endBody();
    this.#store.close();
    this.#store = new CaptureStore(this.#file, 'open');
  }

  dispose(): void {
    this.#store.close();
    rmSync(this.#folder, { recursive: true });
  }
}

const delta = 'event: delta\ndata: words\n\n';
const ping = 'event: ping\ndata: {}\n\n';
const comment = ': heartbeat\n\n';
const faulty = 'no such field\n\n';
const everywhere = { time: 0, withinMs: 1e9, lanes: { lanes: 'all' } } as const;

describe('the timeline of a capture', () => {
  let capture: TimedCapture;

  beforeEach(() => {
    capture = new TimedCapture();
  });

  afterEach(() => capture.dispose());

  function totals(): Record<string, number> {
    const { lanes } = capture.store.timeline({ bins: 100, range: null });
    return Object.fromEntries(lanes.map(({ name, source, total }) => [name || source, total]));
  }

  it('has a lane for each type, each other kind, and what is marked', () => {
    capture.write(delta, ping, delta, comment, faulty);
    assert.deepEqual(totals(), { delta: 2, ping: 1, comment: 1, invalid: 1, diagnostic: 1 });
  });

  it('and the statistics are the same after the capture is opened again', () => {
    capture.write(delta, ping, delta, comment, faulty, delta);
    const before = [capture.store.timeline({ bins: 100, range: null }), capture.store.statistics()];
    capture.reopen();
    assert.deepEqual([capture.store.timeline({ bins: 100, range: null }), capture.store.statistics()], before);
  });

  it('and the statistics leave out what is cleared, and have it again when that is undone', () => {
    capture.write(delta, delta);
    capture.store.clear();
    capture.write(ping);
    assert.deepEqual(totals(), { ping: 1 });
    assert.equal(capture.store.statistics().all.events, 1);
    assert.equal(capture.store.timelineRecord({ ...everywhere, time: 10 })?.seq, 3);

    capture.store.undoClear();
    assert.deepEqual(totals(), { delta: 2, ping: 1 });
    assert.equal(capture.store.statistics().all.events, 3);

    capture.store.clear();
    capture.reopen();
    assert.deepEqual(totals(), {});
    capture.begin();
    capture.write(comment);
    assert.deepEqual(totals(), { comment: 1 });
  });

  it('finds the record that is nearest to a place, in the lanes that are pointed at', () => {
    capture.write(delta, ping, delta, comment, faulty, delta);
    const nearest = (time: number, lanes: Parameters<CaptureStore['timelineRecord']>[0]['lanes'], withinMs = 1000) =>
      capture.store.timelineRecord({ time, withinMs, lanes })?.seq;

    assert.equal(nearest(24, { lanes: 'all' }), 2);
    assert.equal(nearest(26, { lanes: 'all' }), 3);
    assert.equal(nearest(60, { lanes: 'type', type: 'ping' }), 2);
    assert.equal(nearest(60, { lanes: 'otherTypes', except: ['delta'] }), 2);
    assert.equal(nearest(10, { lanes: 'kind', kind: 'comment' }), 4);
    assert.equal(nearest(10, { lanes: 'diagnostics' }), 5);
    assert.equal(nearest(60, { lanes: 'type', type: 'ping' }, 15), undefined);
    assert.equal(nearest(-500, { lanes: 'all' }), 1);
  });

  it('tells the size of the record that is pointed at, and the gap before it', () => {
    capture.write(delta, ping);
    const row = capture.store.timelineRecord({ ...everywhere, time: 20 });
    assert.deepEqual([row?.type, row?.time, row?.size, row?.gap], ['ping', 20, 2, 10]);
  });

  it('steps from record to record, also among those of one moment', () => {
    capture.write(delta, delta + ping + delta, ping);
    const walk = (direction: 'next' | 'previous'): number[] => {
      const seqs: number[] = [];
      let at = { time: direction === 'next' ? 0 : 1e9, seq: 0 };
      for (;;) {
        const row = capture.store.stepTimeline({ direction, ...at });
        if (row === undefined) {
          return seqs;
        }
        seqs.push(row.seq);
        at = { time: row.time, seq: row.seq };
      }
    };
    assert.deepEqual(walk('next'), [1, 2, 3, 4, 5]);
    assert.deepEqual(walk('previous'), [5, 4, 3, 2, 1]);
  });

  it('knows of the connection what lies in the stretch, and what still goes on', () => {
    const change = (name: 'connecting' | 'opened', time: number): void =>
      capture.store.change(
        name === 'connecting'
          ? { change: name, attempt: 1, method: 'GET', url: 'http://localhost/', lastEventId: '', unsendableId: '' }
          : {
              change: name,
              attempt: 1,
              status: 200,
              httpVersion: '1.1',
              contentType: 'text/event-stream',
              redirects: 0,
              finalUrl: '',
            },
        time,
      );
    change('connecting', 0);
    change('opened', 100);
    change('connecting', 200);
    change('opened', 300);
    const states = (start: number, end: number): readonly string[] =>
      capture.store.timeline({ bins: 10, range: { start, end } }).spans.map(({ state }) => state);
    assert.deepEqual(states(0, 400), ['connecting', 'open', 'connecting', 'open']);
    assert.deepEqual(states(210, 220), ['connecting', 'open']);
    capture.reopen();
    assert.deepEqual(states(0, 150).slice(0, 2), ['connecting', 'open']);
  });
});
