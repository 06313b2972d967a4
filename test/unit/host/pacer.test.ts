import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Pacer } from '../../../src/host/pacer.ts';

describe('Pacer', () => {
  let now = 0;
  let runs: number[] = [];
  let pacer: Pacer;

  function pass(ms: number): void {
    now += ms;
    mock.timers.tick(ms);
  }

  beforeEach(() => {
    now = 0;
    runs = [];
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => now);
    pacer = new Pacer(100, () => runs.push(now));
  });

  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it('runs at once after a pause', () => {
    pacer.request();
    pass(500);
    pacer.request();
    assert.deepEqual(runs, [0, 500]);
  });

  it('runs once at the end of the interval for all requests within it', () => {
    pacer.request();
    pass(10);
    pacer.request();
    pass(10);
    pacer.request();
    assert.deepEqual(runs, [0]);
    pass(80);
    assert.deepEqual(runs, [0, 100]);
    pass(500);
    assert.deepEqual(runs, [0, 100]);
  });

  it('runs no more after it is disposed', () => {
    pacer.request();
    pacer.request();
    pacer.dispose();
    pass(500);
    assert.deepEqual(runs, [0]);
  });
});
