import { until } from '../support/until.ts';
import { connect, suite } from './suite.ts';

describe('the focus', () => {
  it('is where it was after a box of VS Code, and keys go on to work', async () => {
    const { workbench } = suite();
    const panel = await connect('/many?count=3');
    await panel.rows('event 2').click();
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput().locator('input').first().waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.quickInput().waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('ArrowDown');
    await until('the next row', async () => (await panel.rows('event 3').getAttribute('aria-selected')) === 'true');
  });

  it('is in the list when the panel comes back to the front', async () => {
    const { workbench } = suite();
    const panel = await connect('/many?count=3');
    await panel.rows('event 1').click();
    await connect('/many?count=2');
    await workbench.panel().rows('event 2').waitFor();
    await workbench.page.keyboard.press('Control+PageUp');
    await panel.rows('event 3').waitFor();
    await until('the selection', async () => (await panel.rows('event 1').getAttribute('aria-selected')) === 'true');
    await workbench.page.keyboard.press('ArrowDown');
    await until('the next row', async () => (await panel.rows('event 2').getAttribute('aria-selected')) === 'true');
  });
});
