import assert from 'node:assert/strict';
import { tabTitle } from '../../../../src/core/words/tabTitle.ts';

describe('the title of a tab', () => {
  it('is the session’s where that is short', () => {
    assert.equal(tabTitle('api.example.com/v1/stream'), 'api.example.com/v1/stream');
  });

  it('keeps the beginning and the end of a long one', () => {
    const title = tabTitle(`api.example.com/${'segment/'.repeat(200)}?stream=prices`);
    assert.equal(title.length, 56);
    assert.match(title, /^api\.example\.com\/segment\/.*….*\?stream=prices$/);
  });

  it('cuts no character in two', () => {
    assert.doesNotMatch(tabTitle('🛰️'.repeat(200)), /\p{Surrogate}/u);
  });
});
