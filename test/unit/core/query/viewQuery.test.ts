import assert from 'node:assert/strict';
import { parseQuery } from '../../../../src/core/query/parseQuery.ts';
import { isFiltering, markedQuery, shownQuery, wholeQuery } from '../../../../src/core/query/viewQuery.ts';
import type { ViewFilter } from '../../../../src/core/query/viewQuery.ts';

const none: ViewFilter = {
  query: '',
  marksOnly: false,
  onlyTypes: [],
  hiddenTypes: [],
  hidesHeartbeats: false,
  find: null,
};

describe('the filter of a list', () => {
  it('is none at first', () => {
    assert.equal(shownQuery(none), '');
    assert.equal(markedQuery(none), '');
    assert.equal(isFiltering(none), false);
  });

  it('joins the query with the switches', () => {
    const filter = { ...none, query: 'a OR b', onlyTypes: ['x', 'y z'], hiddenTypes: ['q'], hidesHeartbeats: true };
    const text = '(a OR b) type:=x,"y z" NOT type:=q NOT is:heartbeat';
    assert.equal(shownQuery(filter), text);
    assert.equal(wholeQuery(filter), text);
    assert.equal(parseQuery(text).ok, true);
    assert.equal(isFiltering(filter), true);
  });

  it('hides nothing by a query that only marks', () => {
    const filter = { ...none, query: 'a', marksOnly: true, hidesHeartbeats: true };
    assert.equal(shownQuery(filter), 'NOT is:heartbeat');
    assert.equal(markedQuery(filter), 'a NOT is:heartbeat');
    assert.equal(wholeQuery(filter), 'a NOT is:heartbeat');
  });

  it('looks within the rows that are shown', () => {
    assert.equal(markedQuery({ ...none, query: 'a', find: 'b OR c' }), '(b OR c) a');
    assert.equal(markedQuery({ ...none, query: 'a', find: '  ' }), '');
    assert.equal(markedQuery({ ...none, query: 'a', marksOnly: true, find: 'b' }), 'b');
  });
});
