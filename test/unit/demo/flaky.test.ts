import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Received } from './demoClient.ts';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('/flaky', () => {
  const at = runningServer();

  async function connections(count: number): Promise<Received[]> {
    const received: Received[] = [];
    let lastEventId = '';
    for (let connection = 0; connection < count; connection++) {
      const next = await get(at('/flaky?speed=1000'), { lastEventId });
      lastEventId = next.events.at(-1)?.id ?? lastEventId;
      received.push(next);
    }
    return received;
  }

  it('loses nothing and repeats nothing for a client that resumes', async () => {
    const ids = (await connections(8)).flatMap(({ events }) => events.map(({ id }) => Number(id)));
    assert.ok(ids.length > 48);
    assert.deepEqual(
      ids,
      ids.map((_, index) => index + 1),
    );
  });

  it('ends in three ways, always in the same order', async () => {
    const [clean, cut, unfinished, again] = await connections(4);
    assert.equal(clean?.ending, 'ended');
    assert.ok(clean.body.toString().endsWith('\n\n'));
    assert.equal(cut?.ending, 'cut');
    assert.match(cut.body.toString(), /\nid: 15\nevent: progress\ndata?$/);
    assert.equal(unfinished?.ending, 'ended');
    assert.match(unfinished.body.toString(), /\nid: 24\nevent: progress\ndata?$/);
    assert.equal(again?.events.at(-1)?.id, '31');
  });

  it('asks to come back after a second', async () => {
    assert.deepEqual((await get(at('/flaky'), { events: 1 })).retries, [1000]);
  });
});
