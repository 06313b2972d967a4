import assert from 'node:assert/strict';
import { BodyWriter } from '../../../src/store/bodyWriter.ts';
import type { CaptureClient } from '../../../src/store/captureClient.ts';
import { WriteBudget } from '../../../src/store/writeBudget.ts';

/** A capture thread that takes nothing until it is asked to. */
class SlowThread implements Pick<CaptureClient, 'send' | 'budget'> {
  readonly budget = new WriteBudget();
  readonly buffers: ArrayBuffer[] = [];

  send(order: Parameters<CaptureClient['send']>[0]): void {
    assert.equal(order.type, 'body');
    this.buffers.push(order.buffer);
  }
}

const chunk = new Uint8Array(16 * 1024);

describe('a writer of bodies', () => {
  it('begins with a small buffer, and grows with what it fills', () => {
    const thread = new SlowThread();
    const writer = new BodyWriter(thread, 'a', () => undefined);
    while (writer.write(chunk, 0)) {
      assert.ok(thread.buffers.length < 20);
    }
    writer.dispose();
    assert.deepEqual(
      thread.buffers.map(({ byteLength }) => byteLength / 1024),
      [64, 128, 256, 512, 512, 512],
    );
  });

  it('keeps small buffers where it never fills one', () => {
    const thread = new SlowThread();
    const writer = new BodyWriter(thread, 'a', () => undefined);
    for (let time = 0; time < 100; time += 1) {
      writer.write(chunk, time);
      writer.flush();
      writer.taken(thread.buffers.at(-1)!);
    }
    writer.dispose();
    assert.ok(thread.buffers.every(({ byteLength }) => byteLength === 64 * 1024));
  });

  it('has one buffer under way at most while all sessions together have too much there, and goes on after it', () => {
    const thread = new SlowThread();
    let drained = 0;
    const writer = new BodyWriter(thread, 'a', () => (drained += 1));
    thread.budget.take(17 * 1024 * 1024);
    while (writer.write(chunk, 0)) {
      assert.ok(thread.buffers.length <= 1);
    }
    assert.equal(thread.buffers.length, 1);
    writer.taken(thread.buffers[0]!);
    assert.equal(drained, 1);
    writer.dispose();
  });

  it('gives back what it had under way when it is disposed, so that others can go on', () => {
    const thread = new SlowThread();
    thread.budget.take(16 * 1024 * 1024);
    const writer = new BodyWriter(thread, 'a', () => undefined);
    while (writer.write(chunk, 0)) {
      // Until it is full.
    }
    assert.ok(thread.budget.isSpent);
    writer.dispose();
    assert.ok(!thread.budget.isSpent);
  });
});
