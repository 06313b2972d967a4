import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { maxTimerMs } from '../../../src/core/timerLimit.ts';
import { SilenceTimer } from '../../../src/engine/silenceTimer.ts';

describe('a silence timer', () => {
  afterEach(() => mock.timers.reset());

  it('waits out a limit that is longer than any timer, and looks no oftener than it must', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let now = 0;
    mock.method(performance, 'now', () => now);
    try {
      let looks = 0;
      let deaths = 0;
      const lastSignAt = (): number => {
        looks += 1;
        return 0;
      };
      const timer = new SilenceTimer(maxTimerMs + 1000, lastSignAt, () => (deaths += 1));
      timer.start();
      const pass = (ms: number): void => {
        now += ms;
        mock.timers.tick(ms);
      };
      pass(1000);
      assert.equal(looks, 0);
      pass(maxTimerMs - 1000);
      assert.deepEqual([looks, deaths], [1, 0]);
      pass(1000);
      assert.deepEqual([looks, deaths], [2, 1]);
    } finally {
      mock.restoreAll();
    }
  });

  it('never fires once it is stopped, nor without a limit', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let deaths = 0;
    const timers = [50, 0].map(
      (limitMs) =>
        new SilenceTimer(
          limitMs,
          () => 0,
          () => (deaths += 1),
        ),
    );
    timers.forEach((timer) => timer.start());
    timers[0]?.stop();
    mock.timers.tick(1000);
    assert.equal(deaths, 0);
  });
});
