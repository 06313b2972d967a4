import assert from 'node:assert/strict';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { seen, stallMs, watch } from './pageWatch.ts';
import { suite } from './suite.ts';

/** Connects to a stream of the given body, and selects its first event. */
async function select(body: string): Promise<Panel> {
  const { workbench, server } = suite();
  await workbench.runCommand('SSE: Connect to URL…', server.url(`/raw?body=${encodeURIComponent(body)}`));
  const panel = workbench.panel();
  await panel.rowsOfKind('event').first().click();
  return panel;
}

/** Waits until the keys are on an item with this text. */
async function untilFocused(panel: Panel, text: RegExp): Promise<void> {
  await panel.details().locator('[role="treeitem"][aria-selected="true"]', { hasText: text }).waitFor();
}

describe('the details of a record', () => {
  it('show JSON as a tree that is walked with the keys of trees', async () => {
    const panel = await select('data: {"answer":{"deep":42},"list":[1,2],"big":12345678901234567890}\n\n');
    const tree = panel.details().getByRole('tree');
    await tree.getByText('12345678901234567890').waitFor();
    await panel.grid().press('Enter');
    await tree.press('End');
    await untilFocused(panel, /big: 12345678901234567890/);
    await tree.press('Home');
    await tree.press('a');
    await untilFocused(panel, /answer/);
    await tree.press('ArrowLeft');
    // Its parent shows how it begins, once it is closed.
    await panel.details().locator('[aria-level="3"]', { hasText: 'deep' }).waitFor({ state: 'detached' });
    await tree.press('ArrowRight');
    await tree.press('ArrowRight');
    await untilFocused(panel, /deep: 42/);
    await panel.details().getByText('data.answer.deep', { exact: true }).waitFor();
  });

  it('take the number of a tab before there is a record', async () => {
    const { workbench, server } = suite();
    await workbench.runCommand('SSE: Connect to URL…', server.url('/many?count=1'));
    const panel = workbench.panel();
    await panel.rows('event 1').waitFor();
    await panel.grid().press('3');
    await until('the tab', async () => (await panel.detailTab('Raw').getAttribute('aria-selected')) === 'true');
    await panel.rows('event 1').click();
    await panel.details().getByText('data: event 1').first().waitFor();
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

describe('the details of a hostile payload', () => {
  const tricks = [
    '<img src=x onerror="document.body.remove()"><script>document.body.remove()</script>',
    '\u001b[31mred\u001b[0m',
    'user\u202etxt.exe\u2066',
    'zero\u200bwidth\ufeff',
  ];

  it('show markup, escapes of terminals and invisible characters as what they are, in every tab', async () => {
    const { workbench, server } = suite();
    const body = `data: ${JSON.stringify({ tricks })}\n\ndata: ${JSON.stringify({ tricks: [...tricks, '<b>x</b>'] })}\n\n`;
    await workbench.runCommand('SSE: Connect to URL…', server.url(`/raw?body=${encodeURIComponent(body)}`));
    const panel = workbench.panel();
    await panel.rowsOfKind('event').nth(1).waitFor();
    await watch(panel);
    await panel.rowsOfKind('event').nth(1).click();
    const details = panel.details();
    await details.getByText('<img src=x').first().waitFor();
    assert.match(await details.innerText(), /ESC.*U\+202E.*U\+200B/s);
    await panel.detailTab('Diff').click();
    await details.getByText('<b>x</b>').waitFor();
    await panel.detailTab('Raw').click();
    await details.getByText('U+202E').first().waitFor();
    await panel.detailTab('Fields').click();
    await details.getByText('<img src=x').first().waitFor();
    assert.equal(await details.locator('img, script, b').count(), 0);
    assert.deepEqual((await seen(panel)).blocked, []);
  });

  for (const [what, path, text] of [
    ['10,000 levels', '/json?shape=deep', 'a: '],
    ['a million members', '/json?shape=members', '0: 1'],
    ['an array of 100,000 objects', '/json?shape=array', '0: '],
    ['10 MiB on one line', '/large', 'xxxxxxxx'],
    ['a string of 8 MB with an escape in every word', '/json?shape=string', 'text: '],
  ] as const) {
    it(`show ${what} without a stall`, async () => {
      const { workbench, server } = suite();
      await workbench.runCommand('SSE: Connect to URL…', server.url(path));
      const panel = workbench.panel();
      await panel.rowsOfKind('event').waitFor();
      await watch(panel);
      await panel.rowsOfKind('event').click();
      await panel.details().getByText(text).first().waitFor();
      await panel.grid().press('Enter');
      const rows = panel.details().locator('.rows-scroller');
      await rows.press('End');
      // Opens what is closed there, such as a long string.
      await rows.press('ArrowRight');
      await rows.press('Home');
      const { longestMs } = await seen(panel);
      console.log(`        longest task: ${Math.round(longestMs)} ms`);
      assert.ok(longestMs < stallMs, `${longestMs} ms`);
    });
  }
});

describe('the comparison in the details', () => {
  it('shows what changed since the event of its type before, and between two that are selected', async () => {
    const panel = await select('data: {"n":1,"word":"a cat"}\n\ndata: {"n":2,"word":"a dog"}\n\ndata: {"n":2}\n\n');
    const rows = panel.rowsOfKind('event');
    const items = panel.details().locator('.diff-item');
    await panel.grid().press('4');
    await panel.details().getByText('There is no record of this type before it').waitFor();
    await rows.nth(1).click();
    await items.nth(1).waitFor();
    assert.deepEqual(
      (await items.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()),
      ['~data.n 1 → 2', '~data.word a catdog'],
    );
    await rows.nth(2).click();
    await rows.nth(0).click({ modifiers: ['Control'] });
    await until('the first and the last are compared', async () =>
      (await panel.details().innerText()).includes('2 differences'),
    );
    assert.match((await items.allInnerTexts()).join(' '), /−\s*data\.word\s*"a cat"/);
  });
});
