import assert from 'node:assert/strict';
import { DemoService } from '../../src/host/demoService.ts';

describe('the demo service', () => {
  let demo: DemoService;

  beforeEach(() => {
    demo = new DemoService();
  });

  afterEach(() => demo.dispose());

  it('does not run when it is stopped while it starts', async () => {
    const [{ url }] = await Promise.all([demo.start(), demo.stop()]);
    assert.equal(demo.server, undefined);
    await assert.rejects(fetch(url));
  });

  it('runs when it is started while it stops', async () => {
    await demo.start();
    const [, { url }] = await Promise.all([demo.stop(), demo.start()]);
    assert.equal(demo.server?.url, url);
    assert.ok((await fetch(url)).ok);
  });

  it('starts one server, however often it is asked to', async () => {
    const [first, second] = await Promise.all([demo.start(), demo.start()]);
    assert.equal(first, second);
  });
});
