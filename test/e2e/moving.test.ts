import assert from 'node:assert/strict';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { connect, suite } from './suite.ts';

/** A panel as its user has set it: a filter, a selected record, a tab of the details. */
async function setUp(): Promise<Panel> {
  const panel = await connect('/many?count=20');
  await panel.rows('event 20').waitFor();
  await panel.filter().fill('event 1');
  await until('eleven rows', async () => (await panel.rowsOfKind('event').count()) === 11);
  await panel.rows('event 15').click();
  await panel.detailTab('Fields').click();
  return panel;
}

async function assertIsAsItWas(panel: Panel): Promise<void> {
  await until('eleven rows', async () => (await panel.rowsOfKind('event').count()) === 11);
  assert.equal(await panel.filter().inputValue(), 'event 1');
  await until('the selection', async () => (await panel.rows('event 15').getAttribute('aria-selected')) === 'true');
  await until('the tab', async () => (await panel.detailTab('Fields').getAttribute('aria-selected')) === 'true');
  await panel.details().getByText('event 15').first().waitFor();
}

describe('a panel that is moved', () => {
  it('to another group of editors is as it was', async () => {
    const { workbench } = suite();
    await setUp();
    await workbench.runCommand('View: Move Editor into Right Group');
    await assertIsAsItWas(workbench.panel());
  });

  it('to a window of its own is as it was', async () => {
    const { workbench } = suite();
    await setUp();
    const opened = workbench.page.context().waitForEvent('page');
    await workbench.runCommand('View: Move Editor into New Window');
    const window = await opened;
    await assertIsAsItWas(workbench.panel(window));
    await window.close();
    await workbench.page.bringToFront();
  });
});
