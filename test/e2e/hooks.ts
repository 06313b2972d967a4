import type { Context, RootHookObject } from 'mocha';
import { endSuite, startSuite, suite } from './suite.ts';

/** Hooks around the whole layer. */
export const mochaHooks: RootHookObject = {
  async beforeAll(this: Context) {
    this.timeout(120_000);
    await startSuite();
  },
  async afterEach(this: Context) {
    const { workbench } = suite();
    if (this.currentTest?.state === 'failed') {
      const name = this.currentTest.fullTitle().replace(/\W+/g, '-');
      console.log(`      picture: ${await workbench.screenshot(`failures/${name}.png`)}`);
    }
    await workbench.closeAllEditors();
  },
  async afterAll() {
    await endSuite();
  },
};
