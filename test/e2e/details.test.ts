import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { suite } from './suite.ts';

/** Connects to a stream of the given body, and selects its first event. */
async function select(body: string): Promise<Panel> {
  const { workbench, server } = suite();
  await workbench.runCommand('SSE: Connect to URL…', server.url(`/raw?body=${encodeURIComponent(body)}`));
  const panel = workbench.panel();
  await panel.rowsOfKind('event').first().click();
  return panel;
}

function items(panel: Panel): Locator {
  return panel.details().getByRole('treeitem');
}

async function focusedItem(panel: Panel): Promise<string> {
  return (await panel.details().locator('[role="treeitem"][aria-selected="true"]').innerText()).trim();
}

describe('the details of a record', () => {
  it('show JSON as a tree that is walked with the keys of trees', async () => {
    const panel = await select('data: {"answer":{"deep":42},"list":[1,2],"big":12345678901234567890}\n\n');
    const tree = panel.details().getByRole('tree');
    await tree.getByText('12345678901234567890').waitFor();
    await panel.grid().press('Enter');
    await tree.press('End');
    assert.match(await focusedItem(panel), /^big: 12345678901234567890$/);
    await tree.press('Home');
    await tree.press('a');
    assert.match(await focusedItem(panel), /^answer/);
    await tree.press('ArrowLeft');
    assert.equal(await items(panel).filter({ hasText: /^deep/ }).count(), 0);
    await tree.press('ArrowRight');
    await tree.press('ArrowRight');
    assert.match(await focusedItem(panel), /^deep: 42$/);
    await panel.details().getByText('data.answer.deep', { exact: true }).waitFor();
  });

  it('filter by the value that the keys are on', async () => {
    const panel = await select('data: {"user":{"name":"a \\"b\\""}}\n\ndata: {"user":{"name":"c"}}\n\n');
    const tree = panel.details().getByRole('tree');
    await tree.getByText('name').click();
    await panel.details().getByRole('button', { name: 'Filter by This Value' }).click();
    await until('one event is left', async () => (await panel.rowsOfKind('event').count()) === 1);
    assert.equal(await panel.filter().inputValue(), 'data.user.name:="a \\"b\\""');
  });
});
