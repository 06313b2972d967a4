import assert from 'node:assert/strict';
import { RecentUrls } from '../../../src/host/recentUrls.ts';

/** A memento in memory. */
function memento() {
  const values = new Map<string, unknown>();
  return {
    values,
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.get(key) ?? otherwise) as T,
    update(key: string, value: unknown) {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('RecentUrls', () => {
  it('lists the newest first, each once, and no more than twenty', async () => {
    const urls = new RecentUrls(memento());
    for (let index = 0; index < 30; index++) {
      await urls.add(`http://localhost/${index}`);
    }
    await urls.add('http://localhost/25');
    const list = urls.list().map(({ url }) => url);
    assert.equal(list.length, 20);
    assert.deepEqual(list.slice(0, 3), ['http://localhost/25', 'http://localhost/29', 'http://localhost/28']);
    assert.equal(new Set(list).size, 20);
  });

  it('keeps no credentials, and says where one is to be filled in', async () => {
    const store = memento();
    const urls = new RecentUrls(store);
    await urls.add('http://user:hunter2@localhost/?token=hunter2&a=b');
    assert.deepEqual(urls.list(), [{ url: 'http://localhost/?token=***&a=b', incomplete: true }]);
    assert.ok(!JSON.stringify([...store.values]).includes('hunter2'));
  });
});
