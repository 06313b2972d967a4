import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { connect, suite } from './suite.ts';

async function untilShown(panel: Panel, text: string): Promise<void> {
  await until('the tab', async () => (await panel.detailTab('Fields').getAttribute('aria-selected')) === 'true');
  await panel.details().getByText(text, { exact: true }).first().waitFor();
}

describe('the tab of the details', () => {
  it('is the same for the next record, after the panel was hidden, and after a reload of the window', async () => {
    const { workbench } = suite();
    const panel = await connect('/ends?count=4&retry=60000');
    await panel.rows('event 4').waitFor();
    await panel.button('giveUp').click();
    await panel.rows('event 2').click();
    await panel.detailTab('Fields').click();
    await untilShown(panel, 'event 2');
    await panel.rows('event 3').click();
    await untilShown(panel, 'event 3');

    await workbench.runCommand('File: New Untitled Text File');
    await workbench.tabs(/Untitled/).waitFor();
    await workbench.tabs(/\/ends/).click();
    await untilShown(workbench.panel(), 'event 3');

    await workbench.reload();
    await untilShown(workbench.panel(), 'event 3');
  });
});
