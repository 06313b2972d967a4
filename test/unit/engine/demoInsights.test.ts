import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Session } from '../../../src/engine/session.ts';
import { runningServer } from '../demo/runningServer.ts';
import { startEngine, until } from '../../support/engineHarness.ts';
import type { EngineHarness } from '../../support/engineHarness.ts';

describe('the insights into the demo streams', function () {
  this.timeout(30_000);
  const at = runningServer();
  let engine: EngineHarness;

  beforeEach(async () => {
    engine = await startEngine();
  });

  afterEach(() => engine.dispose());

  async function codes(session: Session): Promise<string[]> {
    return (await session.insights(session.snapshot().attempts)).map(({ code }) => code);
  }

  it('are no warnings; the one behind a proxy that buffers comes in bursts, and no other', async () => {
    const paths = ['/ticker', '/chat', '/flaky', '/broken', '/firehose?rate=2000', '/status', '/html'] as const;
    const others = paths.map((path) => engine.open(at(path)));
    // Silences of a good second: what a burst is.
    const slow = engine.open(at('/slow?speed=7'));
    await until(slow, ({ kinds }) => kinds.event >= 80);
    for (const session of [slow, ...others]) {
      assert.deepEqual(session.warnings(), [], session.snapshot().url);
    }
    assert.ok((await codes(slow)).includes('bursts'));
    for (const session of others) {
      assert.ok(!(await codes(session)).includes('bursts'), session.snapshot().url);
    }
  });
});
