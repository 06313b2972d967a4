import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { brokenSections } from '../../../src/demo/scenarios/broken.ts';
import type { Received } from './demoClient.ts';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

describe('/broken', () => {
  const at = runningServer();
  let received: Received;

  before(async () => {
    received = await get(at('/broken?speed=1000'));
  });

  it('announces every violation by a comment, then ends', () => {
    assert.deepEqual(
      received.comments,
      brokenSections.map(({ comment }) => comment),
    );
    assert.equal(received.ending, 'ended');
  });

  it('delivers the bytes as they are', () => {
    const expected = brokenSections.flatMap(({ comment, bytes }) => [Buffer.from(`: ${comment}\n`), bytes]);
    assert.deepEqual(received.body, Buffer.concat(expected));
  });

  it('leaves of itself what a client that follows the standard dispatches', () => {
    assert.deepEqual(
      received.events.map(({ event, data }) => [event ?? 'message', data]),
      [
        ['message', 'before\nafter'],
        ['message', '{"text":"first line'],
        ['message', 'the ID stays what it was'],
        ['message', 'this event carries the ID 41'],
        ['mixed', 'ended by CR LF\nended by LF\nended by CR'],
        ['cr-only', '{"lineEnd":"CR"}'],
        ['message', '{"drink":"caf\uFFFD","price":"\uFFFD3"}'],
        ['message', 'one\u2028line\u0085only'],
        ['message', '{"part":1}\n{"part":2}'],
        ['primed', ''],
      ],
    );
  });

  it('has unknown fields and bad retries among the complaints of a parser', () => {
    assert.deepEqual(new Set(received.errors), new Set(['unknown-field', 'invalid-retry']));
  });

  it('asks last not to be asked again for a minute', () => {
    assert.equal(received.retries.at(-1), 60_000);
  });

  it('ends in the middle of a block', () => {
    assert.ok(received.body.toString().endsWith('\nid: 99\nevent: lost\ndata: never dispatched'));
  });
});
