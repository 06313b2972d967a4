import assert from 'node:assert/strict';
import { nextLastEventId } from '../../../../src/core/connection/nextLastEventId.ts';

const nothing = { once: undefined, pinned: undefined };

describe('the Last-Event-ID of the next request', () => {
  it('is what the stream set last', () => {
    const next = nextLastEventId(nothing, { inForce: '7', received: '7' });
    assert.deepEqual(next, { value: '7', source: 'received' });
  });

  it('is none where nothing was received', () => {
    const next = nextLastEventId(nothing, { inForce: '', received: '' });
    assert.deepEqual(next, { value: '', source: 'none' });
  });

  it('stays the one that the user gave until the stream sets one', () => {
    const next = nextLastEventId(nothing, { inForce: 'TOKEN', received: '' });
    assert.deepEqual(next, { value: 'TOKEN', source: 'edited' });
  });

  it('is the pinned one whatever the stream sets', () => {
    const next = nextLastEventId({ ...nothing, pinned: '3' }, { inForce: '9', received: '9' });
    assert.deepEqual(next, { value: '3', source: 'pinned' });
  });

  it('is the one for the next request alone before the pinned one', () => {
    const next = nextLastEventId({ once: '5', pinned: '3' }, { inForce: '9', received: '9' });
    assert.deepEqual(next, { value: '5', source: 'edited' });
  });

  it('can be cleared by the user', () => {
    const next = nextLastEventId({ ...nothing, once: '' }, { inForce: '9', received: '9' });
    assert.deepEqual(next, { value: '', source: 'edited' });
  });
});
