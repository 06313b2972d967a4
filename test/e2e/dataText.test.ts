import assert from 'node:assert/strict';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { connect } from './suite.ts';

async function select(body: string): Promise<Panel> {
  const panel = await connect(`/raw?body=${encodeURIComponent(body)}`);
  await panel.rowsOfKind('event').first().click();
  return panel;
}

/** How much wider the text is than what is in sight of it, CSS pixels. */
async function overflowPx(panel: Panel): Promise<number> {
  return panel
    .details()
    .getByRole('region', { name: 'Text' })
    .evaluate((text) => text.scrollWidth - text.clientWidth);
}

describe('data as text in the details', () => {
  it('is shown line by line where it is no JSON, wrapped or not as is chosen, also for the next event', async () => {
    const long = 'a long line that goes on '.repeat(40);
    const panel = await select(`data: one\ndata: ${long}\ndata: three\n\ndata: ${long}\n\n`);
    const wrap = panel.details().getByRole('button', { name: 'Wrap lines' });
    await panel.details().getByText('three', { exact: true }).waitFor();
    assert.equal(await panel.details().getByRole('tree').count(), 0);
    assert.equal(await wrap.getAttribute('aria-pressed'), 'true');
    await until('no overflow', async () => (await overflowPx(panel)) <= 0);

    await wrap.click();
    await until('a line that is wider than the view', async () => (await overflowPx(panel)) > 1000);
    await panel.rowsOfKind('event').nth(1).click();
    await panel.details().getByText('three', { exact: true }).waitFor({ state: 'detached' });
    assert.equal(await wrap.getAttribute('aria-pressed'), 'false');
    await until('the next event is not wrapped', async () => (await overflowPx(panel)) > 1000);
    await wrap.click();
    await until('no overflow', async () => (await overflowPx(panel)) <= 0);
  });

  it('is shown of JSON too, as it came, until the tree is asked for', async () => {
    const panel = await select('data: {"a" : 1,   "b":[ ]}\n\ndata: {"a" : 2}\n\n');
    await panel.details().getByRole('button', { name: 'Text', exact: true }).click();
    await panel.details().getByText('{"a" : 1,   "b":[ ]}').waitFor();
    await panel.rowsOfKind('event').nth(1).click();
    await panel.details().getByText('{"a" : 2}').waitFor();
    await panel.details().getByRole('button', { name: 'Tree', exact: true }).click();
    await panel.details().getByRole('treeitem').nth(1).waitFor();
  });

  it('says where it stops being JSON', async () => {
    const panel = await select('data: {"a":1,}\n\n');
    await panel.details().getByText('Not JSON: character 8 does not fit.').waitFor();
    await panel.details().getByText('{"a":1,}').waitFor();
  });

  it('is searched from match to match', async () => {
    const panel = await select(`data: first needle\n${'data: hay\n'.repeat(200)}data: last Needle\n\n`);
    const find = panel.details().getByLabel('Find in this record');
    const state = panel.details().locator('.find-state');
    await find.fill('needle');
    await until('two matches', async () => (await state.innerText()) === '1 of 2');
    await find.press('Enter');
    await panel.details().getByText('last Needle').waitFor();
    await until('the second', async () => (await state.innerText()) === '2 of 2');
  });
});
