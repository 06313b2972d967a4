import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/until.ts';
import { connect, suite } from './suite.ts';

/** Takes an item of the box at the top. */
async function choose(label: string): Promise<void> {
  const { workbench } = suite();
  await workbench.quickInput().getByRole('option', { name: label }).first().click();
}

/** Takes an item of the menu that opens. */
async function chooseInMenu(name: string): Promise<void> {
  const item = suite().workbench.page.locator('.monaco-menu').getByRole('menuitem', { name });
  await item.waitFor();
  // A menu takes no click for a moment, so that the one that opens it does not choose as well.
  await until('the menu to take the click', async () => {
    await item.click({ timeout: 1000 }).catch(() => undefined);
    return (await item.count()) === 0;
  });
}

/** Text of the editor in front, as far as it is drawn. */
async function editorText(): Promise<string> {
  const text = await suite().workbench.page.locator('.editor-instance .view-lines').first().innerText();
  return text.replaceAll('\u00a0', ' ');
}

describe('exports', () => {
  it('take what the filter shows from the button of the panel to an editor', async () => {
    const { workbench } = suite();
    const panel = await connect('/many?count=30');
    await panel.rows('event 30').waitFor();
    await panel.filter().fill('"event 2"');
    await until('the filter', async () => ((await panel.filterState().textContent())?.trim() ?? '').startsWith('11'));
    await panel.frame.getByRole('button', { name: 'Export events' }).click();
    await workbench.quickInput().getByRole('option', { name: 'Shown Records' }).waitFor();
    await choose('Shown Records');
    await workbench.quickInput().getByRole('option', { name: 'Event stream' }).waitFor();
    await choose('Text');
    await choose('New Editor');
    await workbench.tabs(/Untitled-\d/).waitFor();
    await until('the text', async () => /^event 2\nevent 20\n.*event 29/s.test(await editorText()));
    await workbench.runCommand('View: Revert and Close Editor');
    await workbench.tabs(/Untitled-\d/).waitFor({ state: 'detached' });
  });

  it('ask with Ctrl+S for a file, and before one is overwritten', async () => {
    const { workbench } = suite();
    const { page } = workbench;
    const file = path.join(workbench.folder, 'export.csv');
    writeFileSync(file, 'old');
    const panel = await connect('/many?count=7');
    await panel.rows('event 7').click();
    await page.keyboard.press('Control+s');
    await choose('All Records');
    await choose('CSV');
    await choose('File…');
    const input = workbench.quickInput().locator('input.input');
    await until('a name', async () => / many \d{4}-\d\d-\d\d .*\.csv$/.test(await input.inputValue()));
    await input.fill(file);
    await input.press('Enter');
    await workbench.quickInput().getByText('already exists').waitFor();
    assert.equal(readFileSync(file, 'utf8'), 'old');
    await input.press('Enter');
    // A toast may have come and gone, or not come while the box was there: the centre has all.
    await workbench.runCommand('Notifications: Show Notifications');
    const done = page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: /Exported 9 records \([\d.]+ k?B\) to export\.csv/ });
    await done.waitFor();
    assert.match(readFileSync(file, 'utf8'), /^seq,time,/);
    assert.deepEqual(
      readdirSync(workbench.folder).filter((name) => name.includes('export')),
      ['export.csv'],
    );
    await done.getByRole('button', { name: 'Open' }).click();
    await workbench.tabs(/export\.csv/).waitFor();
  });

  it('and copies are in the menu of a record, and in that of a session', async () => {
    const { workbench } = suite();
    const { page } = workbench;
    const panel = await connect('/many?count=8');
    await panel.rows('event 2').click({ button: 'right' });
    const menu = page.locator('.monaco-menu');
    for (const name of ['Copy Data', 'Copy as JSON', 'Copy Raw Bytes as Text', 'Copy as curl', 'Export Events…']) {
      await menu.getByRole('menuitem', { name }).waitFor();
    }
    await chooseInMenu('Compare in Editor');
    await workbench.tabs(/#3 ↔ #4/).waitFor();
    // It takes the focus once it is there, which closes any menu.
    await page.locator('.monaco-diff-editor .monaco-editor.focused').first().waitFor();

    await workbench.openSideBar();
    await workbench.treeItems('Sessions', '/many').first().click({ button: 'right' });
    await chooseInMenu('Export Events…');
    await workbench
      .quickInput()
      .getByRole('option', { name: /^(All Records|NDJSON)/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });
});
