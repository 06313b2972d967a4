import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { FrameLocator } from 'playwright-core';
import { themes, type ThemeName } from '../support/workbench.mjs';
import { connect, suite } from './suite.ts';

/**
 * What the rules for accessibility find wrong in a webview, each with the elements it concerns.
 *
 * @param behind Theme colour of what lies behind the webview: it is transparent, and the rules would take white for it.
 */
async function violations(contents: FrameLocator, behind: string): Promise<readonly string[]> {
  const element = await contents.owner().elementHandle();
  const frame = await element.contentFrame();
  assert.ok(frame, 'the webview has no contents');
  await frame.evaluate((colour) => {
    document.documentElement.style.background = `var(--vscode-${colour})`;
  }, behind);
  await frame.evaluate(axe.source);
  const results = await frame.evaluate<axe.AxeResults>('axe.run()');
  return results.violations.map(({ help, nodes }) => `${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('accessibility', () => {
  afterEach(() => suite().workbench.setTheme('light'));

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`of the panel and the timeline has no fault that rules can find, in the theme ${theme}`, async () => {
      const { workbench, server } = suite();
      await workbench.setTheme(theme);
      await workbench.openSideBar();
      await workbench.runCommand('SSE: Connect to URL…', server.url('/kinds'));
      const panel = workbench.panel();
      await panel.rowsOfKind('event').click();
      await panel.details().getByText('an event').first().waitFor();
      await workbench.timeline().getByRole('application').waitFor();

      assert.deepEqual(await violations(panel.frame, 'editor-background'), []);
      for (const form of ['Text', 'Hex']) {
        await panel.detailTab('Raw').click();
        await panel.details().getByRole('button', { name: form, exact: true }).click();
        await panel.details().locator('.raw-row').first().waitFor();
        assert.deepEqual(await violations(panel.frame, 'editor-background'), []);
      }
      await panel.detailTab('Connection').click();
      await panel.details().getByText('Timings').waitFor();
      assert.deepEqual(await violations(panel.frame, 'editor-background'), []);
      assert.deepEqual(await violations(workbench.timeline(), 'sideBar-background'), []);
    });

    it(`of all that can be opened and set has no fault that rules can find, in the theme ${theme}`, async () => {
      const { workbench } = suite();
      await workbench.setTheme(theme);
      const panel = await connect('/ticker?interval=100');
      await panel.rowsOfKind('event').nth(4).waitFor();
      await panel.filter().fill('tick');
      await panel.frame.locator('.filter-mode').click();
      await panel.markedRows().first().waitFor();
      await panel.timelineButton('statistics').click();
      await panel.frame.locator('.statistics-table').waitFor();
      await panel.grid().press('p');
      await panel.text('View paused').waitFor();
      await panel.grid().press('Shift+P');
      await panel.text('Reading paused').waitFor();
      await panel.rowsOfKind('event').nth(2).click();
      await panel.grid().press('b');
      await panel.grid().getByText('bookmark', { exact: true }).first().waitFor();
      await panel.grid().press('Shift+ArrowDown');
      assert.deepEqual(await violations(panel.frame, 'editor-background'), []);

      await panel.grid().press('?');
      await panel.frame.getByRole('dialog', { name: 'Keys' }).waitFor();
      assert.deepEqual(await violations(panel.frame, 'editor-background'), []);
      await workbench.page.keyboard.press('Escape');
      await panel.frame.locator('.filter-help-button').click();
      await panel.frame.getByRole('dialog', { name: 'Filters' }).waitFor();
      assert.deepEqual(await violations(panel.frame, 'editor-background'), []);
    });
  }
});
