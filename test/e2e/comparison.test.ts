import assert from 'node:assert/strict';
import { connect } from './suite.ts';

describe('the comparison of records that are no JSON', () => {
  it('goes line by line, and shows what was replaced within a line', async () => {
    const body = 'data: same\ndata: the old cat\ndata: gone\n\ndata: same\ndata: the new cat\n\n';
    const panel = await connect(`/raw?body=${encodeURIComponent(body)}`);
    await panel.rowsOfKind('event').nth(1).click();
    await panel.detailTab('Diff').click();
    const lines = panel.details().locator('.diff-line');
    await lines.first().waitFor();
    const shown = await lines.evaluateAll((all) =>
      all.map((line) => `${line.getAttribute('data-change')}: ${line.querySelector('.diff-text')?.textContent.trim()}`),
    );
    assert.deepEqual(shown, ['same: same', 'removed: the old cat', 'removed: gone', 'added: the new cat']);
    await panel.details().getByText('#4 compared with #3').waitFor();
  });

  it('says of records that say the same that they do', async () => {
    const panel = await connect(`/raw?body=${encodeURIComponent('data: same\n\ndata: same\n\n')}`);
    await panel.rowsOfKind('event').nth(1).click();
    await panel.detailTab('Diff').click();
    await panel.details().getByText('Their data is the same.').waitFor();
  });

  it('says of records that are too long that they are, and offers the editor for them', async () => {
    const panel = await connect('/large?bytes=2000000&count=2');
    await panel.rowsOfKind('event').nth(1).click();
    await panel.detailTab('Diff').click();
    await panel.details().getByText('They are too long, or too different, to be compared here.').waitFor();
    await panel.details().getByRole('button', { name: 'Compare in Editor' }).waitFor();
  });
});
