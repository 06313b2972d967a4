import assert from 'node:assert/strict';
import { columnIds, nextTimeMode, usualLayout } from '../../../src/core/record/listLayout.ts';
import { columnTemplate, shownColumns } from '../../../webview/list/columns.ts';

describe('the columns of the list', () => {
  it('are all there where there is room', () => {
    assert.deepEqual(shownColumns(usualLayout, 1200), columnIds);
  });

  it('give way to the data in a narrow list', () => {
    assert.deepEqual(shownColumns(usualLayout, 640), ['number', 'time', 'gap', 'type', 'id', 'data']);
    assert.deepEqual(shownColumns(usualLayout, 500), ['number', 'gap', 'type', 'id', 'data']);
    assert.deepEqual(shownColumns(usualLayout, 400), ['number', 'gap', 'type', 'data']);
  });

  it('are without those that the user has hidden, but always with the data', () => {
    const layout = { ...usualLayout, hidden: ['number', 'id', 'data'] as const };
    assert.deepEqual(shownColumns({ ...layout, hidden: [...layout.hidden] }, 1200), [
      'time',
      'gap',
      'type',
      'size',
      'data',
    ]);
  });

  it('show the time since the row before once', () => {
    assert.ok(!shownColumns({ ...usualLayout, time: 'gap' }, 1200).includes('gap'));
    assert.ok(shownColumns({ ...usualLayout, time: 'gap', hidden: ['time'] }, 1200).includes('gap'));
  });

  it('have the width that the user gave them, and the data has the rest', () => {
    const layout = { ...usualLayout, widths: { type: 180, data: 300 } };
    assert.equal(columnTemplate(['type', 'size', 'data'], layout, 1200), '180px 9ch minmax(min(20ch, 30%), 1fr)');
  });

  it('count the time in three ways, one after the other', () => {
    assert.equal(nextTimeMode('start'), 'clock');
    assert.equal(nextTimeMode('clock'), 'gap');
    assert.equal(nextTimeMode('gap'), 'start');
  });
});
