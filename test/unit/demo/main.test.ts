import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'mocha';
import { get, open } from './demoClient.ts';

const entry = path.resolve(import.meta.dirname, '../../../src/demo/main.ts');

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [entry, ...args]);
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<{ url: string; endpoints: unknown[] }> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as { url: string; endpoints: unknown[] };
}

describe('demo server on the command line', function () {
  this.timeout(20_000);

  it('prints where it is, serves, and ends with its standard input although a client is connected', async () => {
    const child = start('--port', '0');
    const exited = once(child, 'exit');
    const { url, endpoints } = await firstLine(child);
    assert.ok(endpoints.length > 0);
    assert.equal((await get(`${url}/ticker`, { events: 1 })).status, 200);
    const stream = await open(`${url}/ticker`);
    stream.on('error', () => undefined).resume();
    child.stdin.end();
    assert.deepEqual(await exited, [0, null]);
  });

  // Windows has no signals: there, `kill` ends a process without asking it.
  (process.platform === 'win32' ? it.skip : it)('ends in an orderly way on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const child = start();
      const exited = once(child, 'exit');
      await firstLine(child);
      child.kill(signal);
      assert.deepEqual(await exited, [0, null], signal);
    }
  });

  it('says what is wrong with its port', async () => {
    const child = start('--port', 'http');
    const exited = once(child, 'exit');
    let message = '';
    child.stderr.on('data', (chunk: Buffer) => (message += chunk.toString()));
    await once(child.stderr, 'end');
    assert.deepEqual(await exited, [1, null]);
    assert.match(message, /--port must be a number from 0 to 65535, not "http"/);
  });
});
