import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { diagnosticCodes } from '../../../src/core/sse/diagnostic.ts';
import { brokenSections } from '../../../src/demo/scenarios/broken.ts';
import type { Received } from './demoClient.ts';
import { parseBody } from '../../support/sse/parsedBody.ts';
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
        ['message', 'unsendable'],
        ['message', 'long ID'],
        ['message', 'this event carries the ID 41'],
        ['mixed', 'ended by CR LF\nended by LF'],
        ['cr-only', '{"lineEnd":"CR"}'],
        ['message', '{"drink":"caf\uFFFD","price":"\uFFFD3"}'],
        ['message', 'one\u2028line\u0085only'],
        ['message', 'caf\uFFFD'],
        ['message', '{"part":1}\n{"part":2}'],
        ['primed', ''],
        ['large', `${'x'.repeat(70_000)}${`\n${'y'.repeat(1000)}`.repeat(1050)}`],
      ],
    );
  });

  it('has unknown fields and bad retries among the complaints of a parser', () => {
    assert.deepEqual(new Set(received.errors), new Set(['unknown-field', 'invalid-retry']));
  });

  it('shows every diagnostic that there is', () => {
    const found = parseBody(received.body).records.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
    assert.deepEqual(
      diagnosticCodes.filter((code) => !found.includes(code)),
      [],
    );
  });

  it('asks last not to be asked again for a minute', () => {
    assert.equal(received.retries.at(-1), 60_000);
  });

  it('ends in the middle of a block', () => {
    assert.ok(received.body.toString().endsWith('\nid: 99\nevent: lost\ndata: never dispatched'));
  });
});
