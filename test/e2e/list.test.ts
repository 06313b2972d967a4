import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { connect, suite } from './suite.ts';

/** Numbers of the rows that are drawn as selected. */
async function selected(panel: Panel): Promise<readonly number[]> {
  const numbers = await panel
    .grid()
    .locator('[role="row"][aria-selected="true"]')
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset['seq'])));
  return numbers.sort((a, b) => a - b);
}

/** Number of the newest record that is drawn. */
async function newestSeq(panel: Panel): Promise<number> {
  return Number(await panel.rows().last().getAttribute('data-seq'));
}

async function untilSelected(panel: Panel, wanted: readonly number[]): Promise<void> {
  await until(`the selection ${wanted.join(', ')}`, async () => isDeepStrictEqual(await selected(panel), wanted));
}

function header(panel: Panel, column: string): Locator {
  return panel.grid().locator(`[data-column="${column}"]`);
}

function row(panel: Panel, seq: number): Locator {
  return panel.grid().locator(`[data-seq="${seq}"]`);
}

describe('the list', () => {
  it('selects several records with the pointer: each with Ctrl, a stretch with Shift', async () => {
    const panel = await connect('/many?count=20');
    await panel.rows('event 20').waitFor();
    await row(panel, 5).click();
    await row(panel, 8).click({ modifiers: ['Shift'] });
    await row(panel, 11).click({ modifiers: ['Control'] });
    await row(panel, 6).click({ modifiers: ['Control'] });
    await untilSelected(panel, [5, 7, 8, 11]);
    await panel.text('4 selected').waitFor();

    await row(panel, 9).click();
    await untilSelected(panel, [9]);
  });

  it('selects several records with the keyboard, and copies their data', async () => {
    const panel = await connect('/many?count=20');
    await panel.rows('event 20').waitFor();
    await row(panel, 5).click();
    await panel.grid().press('Shift+ArrowDown');
    await panel.grid().press('Shift+ArrowDown');
    await untilSelected(panel, [5, 6, 7]);
    await panel.text('3 selected').waitFor();

    const { page } = suite().workbench;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await panel.grid().press('Control+c');
    const copied = await until('three records in the clipboard', async () => {
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return text.split('\n').length === 3 && text;
    });
    assert.match(copied, /event \d+\n.*event \d+\n.*event \d+/);

    await panel.grid().press('Control+a');
    await panel.text('22 selected').waitFor();
    assert.equal(await panel.frame.locator(':root').evaluate(() => getSelection()?.type), 'None');
    await panel.grid().press('Escape');
    await untilSelected(panel, []);
  });

  it('pauses its view while the capture goes on, and says how many records have come', async () => {
    const panel = await connect('/ticker');
    await panel.rows('{"tick":3}').waitFor();
    await panel.grid().press('p');
    await panel.text('View paused').waitFor();
    const newest = await newestSeq(panel);
    await until('events beyond those that are shown', async () =>
      /^([3-9]|\d{2,}) have come since$/.test((await panel.frame.locator('.list-held-count').textContent()) ?? ''),
    );
    assert.equal(await newestSeq(panel), newest);

    await panel.frame.locator('[data-action="releaseView"]').click();
    await panel.text('View paused').waitFor({ state: 'detached' });
    await until('the rows that came', async () => (await newestSeq(panel)) >= newest + 3);
  });

  it('marks an error of the application that a well stream carries', async () => {
    const body = encodeURIComponent('data: {"text":"a"}\n\ndata: {"error":{"message":"overloaded"}}\n\n');
    const panel = await connect(`/raw?body=${body}`);
    const marked = panel.rows('application error');
    await marked.waitFor();
    assert.equal(await marked.count(), 1);
    assert.match((await marked.textContent()) ?? '', /overloaded/);
  });

  it('counts as new what has come since, and not what a filter has found', async () => {
    const panel = await connect('/many?count=500');
    await panel.rows('event 500').waitFor();
    await panel.grid().press('Home');
    await panel.filter().fill('event');
    await until('the matches', async () => (await panel.filterState().textContent())?.startsWith('500 of '));
    await panel.frame.locator('.list-jump').waitFor();
    assert.match((await panel.frame.locator('.list-jump').textContent()) ?? '', /Jump to newest/);
  });

  it('keeps its place and its selection over filters, and says where one hides the selected record', async () => {
    const panel = await connect('/many?count=500');
    await panel.rows('event 500').waitFor();
    await panel.grid().press('Home');
    const selected = panel.grid().locator('[aria-selected="true"]');
    const seq = async (): Promise<number> => Number(await selected.getAttribute('data-seq'));
    for (let page = 0; page < 5; page += 1) {
      const before = await seq();
      await panel.grid().press('PageDown');
      await until('the next page', async () => (await seq()) > before);
    }
    const chosen = await seq();
    const hidden = panel.frame.locator('[data-fact="hidden"]');

    await panel.filter().fill('event');
    await panel.filter().press('Enter');
    await until('the matches', async () => (await panel.filterState().textContent())?.startsWith('500 of'));
    await until('the selected row in sight', async () => (await seq()) === chosen);
    assert.equal(await hidden.count(), 0);

    await panel.filter().fill('-event');
    await hidden.waitFor();

    await panel.filter().fill('');
    await until('the selected row in sight again', async () => (await seq()) === chosen);
    await hidden.waitFor({ state: 'detached' });
  });

  it('switches its time by a click on the header and by a key', async () => {
    const panel = await connect('/many?count=3');
    await panel.rows('event 3').waitFor();
    const time = row(panel, 3).locator('.list-time');
    assert.match((await time.textContent()) ?? '', /^\d\d:\d\d\.\d{3}$/);
    await header(panel, 'time').click();
    await until('the time of day', async () => /^\d\d:\d\d:\d\d\.\d{3}$/.test((await time.textContent()) ?? ''));
    await panel.grid().press('t');
    await until('the gap', async () => /ms|s$/.test((await time.textContent()) ?? ''));
    assert.equal(await header(panel, 'gap').count(), 0, 'the gap is shown once');
    await panel.grid().press('t');
    await header(panel, 'gap').waitFor();
  });

  it('keeps the width and the choice of its columns for the workspace', async () => {
    const { workbench } = suite();
    const panel = await connect('/ends?count=3&retry=60000');
    await panel.rows('event 3').waitFor();
    await panel.button('giveUp').click();
    const width = async (): Promise<number> => (await header(workbench.panel(), 'type').boundingBox())?.width ?? 0;
    const before = await width();
    await header(panel, 'type').focus();
    await header(panel, 'type').press('Alt+ArrowRight');
    await header(panel, 'type').press('Alt+ArrowRight');
    await until('a wider column', async () => Math.abs((await width()) - before - 16) < 2);
    await header(panel, 'id').focus();
    await header(panel, 'id').press('Delete');
    await header(panel, 'id').waitFor({ state: 'detached' });

    // The host, which remembers it, hears of it a moment later.
    await panel.grid().press('h');
    await workbench.quickInput().getByRole('checkbox', { name: 'ID', checked: false }).first().waitFor();
    await workbench.page.keyboard.press('Escape');

    await workbench.reload();
    await workbench.panel().rows('event 3').waitFor();
    await until('the same width', async () => Math.abs((await width()) - before - 16) < 2);
    assert.equal(await header(workbench.panel(), 'id').count(), 0);

    await workbench.panel().grid().press('h');
    await workbench.quickInput().getByRole('checkbox', { name: 'ID' }).first().check();
    await workbench.page.keyboard.press('Enter');
    await header(workbench.panel(), 'id').waitFor();
  });

  it('shows all of its keys on ?, and none twice', async () => {
    const panel = await connect('/many?count=3');
    await panel.rows('event 3').waitFor();
    await panel.grid().press('?');
    const dialog = panel.frame.getByRole('dialog', { name: 'Keys' });
    await dialog.waitFor();
    const groups = await dialog
      .locator('.keys-group')
      .evaluateAll((elements) =>
        elements.map((element) => [...element.querySelectorAll('kbd')].map((key) => key.textContent)),
      );
    assert.ok(groups.length >= 3);
    for (const keys of groups) {
      assert.deepEqual([...new Set(keys)], keys);
    }
    await suite().workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('bookmarks and notes records, finds them again, and keeps them with the capture', async () => {
    const { workbench } = suite();
    const panel = await connect('/ends?count=200&retry=60000');
    await panel.rows('event 200').waitFor();
    await panel.button('giveUp').click();
    await panel.grid().press('Home');
    await panel.grid().press('ArrowDown');
    await panel.grid().press('b');
    await row(panel, 2).getByText('bookmark').waitFor();
    await panel.grid().press('End');
    await panel.grid().press('ArrowUp');
    await panel.grid().press('e');
    await workbench.answer('where it went wrong');
    const noted = panel.grid().locator('[aria-selected="true"]', { hasText: 'where it went wrong' });
    await noted.waitFor();

    await panel.grid().press('Shift+K');
    await until('the bookmark before', async () => (await selected(panel))[0] === 2);
    await panel.grid().press('Shift+K');
    await panel.text('No further bookmark in this direction').waitFor();
    await panel.filter().fill('is:bookmarked');
    await until('two matches', async () => (await panel.filterState().textContent())?.startsWith('2 of '));

    await workbench.reload();
    await workbench.panel().rows('where it went wrong').waitFor();
    await workbench.panel().rows('bookmark').first().waitFor();
  });

  it('goes to the next and the previous diagnostic and record of the same type', async () => {
    const body = `event: a\ndata: 1\n\n${'data: x\n\n'.repeat(300)}bad: line\n\nevent: a\ndata: 2\n\n`;
    const panel = await connect(`/raw?body=${encodeURIComponent(body)}`);
    await panel.rows('2').last().waitFor();
    await panel.grid().press('Home');
    await panel.grid().press('w');
    await until('the diagnostic', async () => (await selected(panel))[0] === 304);
    await panel.grid().press('ArrowDown');
    await panel.grid().press('Shift+S');
    await until('the first of its type', async () => (await selected(panel))[0] === 3);
    await panel.grid().press('s');
    await until('the last of its type', async () => (await selected(panel))[0] === 305);
  });

  it('pauses the reading of the stream, says what that does to the server, and goes on', async () => {
    const panel = await connect('/ticker');
    await panel.rows('{"tick":2}').waitFor();
    await panel.grid().press('Shift+P');
    await panel.text('The server has to wait once the buffers between are full.').waitFor();
    const events = async (): Promise<number> => Number.parseInt((await panel.fact('events').textContent()) ?? '', 10);
    const seconds = async (): Promise<number> =>
      Number.parseInt((await panel.fact('duration').textContent()) ?? '', 10);
    // What was under way when reading stopped is shown a moment later.
    let paused = { events: await events(), seconds: await seconds() };
    await until('a count that stands still for two seconds', async () => {
      const now = { events: await events(), seconds: await seconds() };
      if (now.events !== paused.events) {
        paused = now;
      }
      return now.seconds >= paused.seconds + 2;
    });
    await panel.frame.locator('.reading-paused [data-action="resumeReading"]').click();
    await until('what the server had to wait with', async () => (await events()) > paused.events + 5);
  });
});
