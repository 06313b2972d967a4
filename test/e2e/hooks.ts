import assert from 'node:assert/strict';
import type { Context, RootHookObject } from 'mocha';
import { endSuite, startSuite, suite } from './suite.ts';

/** Faults of the webviews, with the test in which they happened. */
const faults: string[] = [];

/** Hooks around the whole layer. */
export const mochaHooks: RootHookObject = {
  async beforeAll(this: Context) {
    this.timeout(120_000);
    await startSuite();
  },
  async afterEach(this: Context) {
    const { workbench } = suite();
    faults.push(...workbench.faults.take().map((fault) => `${this.currentTest?.fullTitle() ?? ''}: ${fault}`));
    if (this.currentTest?.state === 'failed') {
      const name = this.currentTest.fullTitle().replace(/\W+/g, '-');
      console.log(`      picture: ${await workbench.screenshot(`failures/${name}.png`)}`);
    }
    await workbench.closeAllEditors();
    // What goes on would slow down all tests that follow.
    await workbench.disconnectAll();
  },
  async afterAll() {
    await endSuite();
    assert.deepEqual(faults, [], 'something went wrong in a webview, though no test saw it');
  },
};
