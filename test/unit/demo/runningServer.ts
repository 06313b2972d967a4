import { after, before } from 'mocha';
import type { DemoServer } from '../../../src/demo/demoServer.ts';
import { startDemoServer } from '../../../src/demo/demoServer.ts';

/** Runs a demo server around the tests of the suite in which it is called; returns a way to its URLs. */
export function runningServer(): (path: string) => string {
  let server: DemoServer | undefined;
  before(async () => {
    server = await startDemoServer();
  });
  after(async () => {
    await server?.stop();
  });
  return (path) => `${server?.url ?? ''}${path}`;
}
