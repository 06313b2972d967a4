import { strict as assert } from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

describe('runScript', function () {
  // Two programs start, one after the other.
  this.timeout(30_000);

  for (const code of [0, 3]) {
    it(`ends with the exit code ${code} of the script, also when another Node has started it`, async () => {
      const child = fork(path.join(import.meta.dirname, 'endWithCode.mjs'), [String(code)]);

      const [ended] = (await once(child, 'exit')) as [number | null];

      assert.equal(ended, code);
    });
  }
});
