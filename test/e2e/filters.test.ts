import assert from 'node:assert/strict';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { suite } from './suite.ts';

/** A body of all that the tests ask for: 40 events of four types, and heartbeats between them. */
const body = Array.from({ length: 40 }, (_, at) => {
  const type = ['delta', 'order.created', 'order.updated', 'log'][at % 4];
  const data = JSON.stringify({ number: at, model: at < 20 ? 'm-1' : 'm-2', usage: { total_tokens: at * 10 } });
  const heartbeat = at % 10 === 0 ? ': beat\n\n' : '';
  return `${heartbeat}event: ${type}\nid: ${at}\ndata: ${data}\n\n`;
}).join('');

/** Connects to the body, and waits until all of it is there. */
async function connect(): Promise<Panel> {
  const { workbench, server } = suite();
  await workbench.runCommand('SSE: Connect to URL…', server.url(`/raw?body=${encodeURIComponent(body)}`));
  const panel = workbench.panel();
  await panel.rows('"number":39').waitFor();
  return panel;
}

async function untilState(panel: Panel, words: string | RegExp): Promise<void> {
  await until(`the state ${String(words)}`, async () => {
    const text = (await panel.filterState().textContent()) ?? '';
    return typeof words === 'string' ? text.startsWith(words) : words.test(text);
  });
}

describe('the filter', () => {
  it('underlines what is wrong where it stands, and says it to who cannot see that', async () => {
    const panel = await connect();
    await panel.filter().fill('type:delta size:>big');

    assert.equal(await panel.frame.locator('.query-wrong').textContent(), 'big');
    assert.equal(await panel.filter().getAttribute('aria-invalid'), 'true');
    const described = (await panel.filter().getAttribute('aria-describedby')) ?? '';
    const [faultId] = described.split(' ');
    await until('the words for it', async () =>
      (await panel.frame.locator(`#${faultId}`).textContent())?.startsWith('Not a size: big'),
    );

    await panel.filter().fill('type:delta size:>1');
    await until('no fault', async () => (await panel.frame.locator('.query-wrong').count()) === 0);
    assert.equal(await panel.filter().getAttribute('aria-invalid'), 'false');
    assert.deepEqual(await panel.frame.locator('.query-field').allTextContents(), ['type', 'size']);
  });

  it('offers fields, types and the JSON keys seen so far, by the keyboard, and leaves undo to the box', async () => {
    const panel = await connect();
    const box = panel.filter();
    await box.click();
    await box.pressSequentially('ty');
    await panel.suggestions().filter({ hasText: 'type:' }).waitFor();
    assert.equal(await box.getAttribute('aria-expanded'), 'true');
    await box.press('Tab');
    await panel.suggestions().filter({ hasText: 'order.created' }).waitFor();
    await box.press('ArrowDown');
    await until('an active suggestion', async () => {
      const id = await box.getAttribute('aria-activedescendant');
      return id !== null && (await panel.frame.locator(`#${id}`).getAttribute('aria-selected')) === 'true';
    });
    await box.press('Enter');
    assert.equal(await box.inputValue(), 'type:delta');

    await box.pressSequentially(' data.us');
    await panel.suggestions().filter({ hasText: 'data.usage.total_tokens:' }).waitFor();
    await box.press('Tab');
    assert.equal(await box.inputValue(), 'type:delta data.usage.total_tokens:');
    await box.pressSequentially('>300');
    await untilState(panel, '2 of ');
    await until('two rows', async () => (await panel.rowsOfKind('event').count()) === 2);

    await box.press('Control+z');
    await until('an earlier text', async () => (await box.inputValue()) !== 'type:delta data.usage.total_tokens:>300');
  });

  it('saves filters under names, remembers recent ones, and offers both in the empty box', async () => {
    const { workbench } = suite();
    const panel = await connect();
    const box = panel.filter();
    await box.fill('data.model:m-2');
    await box.press('Enter');
    await untilState(panel, '20 of ');
    await panel.frame.locator('.filter-save').click();
    await workbench.answer('Second model');

    await box.fill('type:log');
    await box.press('Enter');
    await untilState(panel, '10 of ');
    await box.fill('');
    await box.press('ArrowDown');
    await panel.suggestions().filter({ hasText: 'Second model' }).waitFor();
    const offered = await panel.suggestions().allTextContents();
    assert.ok(
      offered.some((text) => text.includes('type:log')),
      offered.join(' | '),
    );
    await panel.suggestions().filter({ hasText: 'Second model' }).click();
    await untilState(panel, '20 of ');
    assert.equal(await box.inputValue(), 'data.model:m-2');

    // Another name, by the keyboard.
    await box.fill('');
    await box.press('ArrowDown');
    await panel.suggestions().filter({ hasText: 'Second model' }).waitFor();
    await box.press('F2');
    await workbench.answer('Model two');
    await box.click();
    await box.press('ArrowDown');
    await panel.suggestions().filter({ hasText: 'Model two' }).waitFor();

    // Deleted, and brought back.
    await box.press('Shift+Delete');
    // A toast goes by itself; the centre keeps the message.
    await workbench.runCommand('Notifications: Show Notifications');
    await workbench.page.getByRole('button', { name: 'Undo' }).click();
    await workbench.runCommand('SSE: Apply Filter…');
    await workbench
      .quickInput()
      .getByRole('option', { name: /Model two/ })
      .click();
    await untilState(panel, '20 of ');
  });

  it('shows only a type, adds one and hides one by its chip, with counts, beside the query', async () => {
    const panel = await connect();
    assert.match((await panel.typeChip('delta').textContent()) ?? '', /delta\s*10/);
    await panel.typeChip('delta').click();
    await untilState(panel, '10 of ');
    await panel.typeChip('log').click({ modifiers: ['ControlOrMeta'] });
    await untilState(panel, '20 of ');
    assert.equal(await panel.typeChip('log').getAttribute('aria-pressed'), 'true');
    await panel.filter().fill('data.model:m-1');
    await untilState(panel, '10 of ');

    await panel.typeChip('log').click({ modifiers: ['Alt'] });
    await untilState(panel, '5 of ');
    await panel.frame.locator('.filter-clear').click();
    await panel.rows('"number":39').waitFor();
    assert.equal(await panel.filter().inputValue(), '');
    assert.equal(await panel.typeChip('delta').getAttribute('aria-pressed'), 'false');

    await panel.typeChip('delta').focus();
    await panel.typeChip('delta').press('Delete');
    await until('no delta', async () => (await panel.rows(/^\d+.*delta/).count()) === 0);
    await panel.typeChip('delta').press('Enter');
    await untilState(panel, '10 of ');
  });

  it('hides heartbeats by one switch, with their number', async () => {
    const panel = await connect();
    const heartbeats = panel.frame.locator('.heartbeat-toggle');
    assert.match((await heartbeats.textContent()) ?? '', /Heartbeats\s*4\s*$/);
    await heartbeats.click();
    await until('no comment', async () => (await panel.rowsOfKind('comment').count()) === 0);
    assert.equal(await heartbeats.getAttribute('aria-pressed'), 'false');
    await heartbeats.click();
    await panel.rowsOfKind('comment').first().waitFor();
  });

  it('goes back step by step with Escape', async () => {
    const panel = await connect();
    await panel.typeChip('delta').click();
    await panel.filter().fill('data.model:m-1');
    await untilState(panel, '5 of ');
    await panel.rows('"number":0').first().click();

    await panel.grid().press('Escape');
    await until('no selection', async () => (await panel.grid().locator('[aria-selected="true"]').count()) === 0);
    await untilState(panel, '5 of ');
    await panel.grid().press('Escape');
    await untilState(panel, '10 of ');
    await panel.grid().press('Escape');
    await until('no state', async () => (await panel.filterState().textContent())?.trim() === '');
  });

  it('marks instead of hiding, and goes from one match to the next', async () => {
    const panel = await connect();
    await panel.grid().press('l');
    await panel.filter().fill('data.number:[36..37]');
    await untilState(panel, '2 matches');
    await panel.rows('"number":35').waitFor();
    await until('two marks', async () => (await panel.markedRows().count()) === 2);

    await panel.grid().press('Shift+F3');
    await untilState(panel, '2 of 2 matches');
    await until('the last one selected', async () =>
      ((await panel.grid().locator('[aria-selected="true"]').textContent()) ?? '').includes('"number":37'),
    );
    await panel.grid().press('n');
    await untilState(panel, '1 of 2 matches');
    await panel.grid().press('l');
    await untilState(panel, '2 of ');
    await until('two rows', async () => (await panel.rowsOfKind('event').count()) === 2);
    await panel.frame.locator('.filter-clear').click();
  });

  it('keeps filter, switches and marks while another tab is in front of it', async () => {
    const { workbench, server } = suite();
    const panel = await connect();
    await panel.typeChip('delta').click();
    await panel.grid().press('l');
    await panel.filter().fill('data.model:m-1');
    await untilState(panel, '10 of ');
    await until('five marks', async () => (await panel.markedRows().count()) === 5);

    await workbench.runCommand('SSE: Connect to URL…', server.url('/many?count=3'));
    await workbench.panel().rows('event 3').waitFor();
    await workbench.tabs(/\/raw/).first().click();

    await untilState(panel, '10 of ');
    await until('five marks again', async () => (await panel.markedRows().count()) === 5);
    assert.equal(await panel.filter().inputValue(), 'data.model:m-1');
    assert.equal(await panel.typeChip('delta').getAttribute('aria-pressed'), 'true');
  });

  it('looks within the rows that the filter shows', async () => {
    const panel = await connect();
    await panel.filter().fill('type:log');
    await untilState(panel, '10 of ');
    await panel.grid().press('Control+f');
    await panel.find().fill('m-2');
    await until('five matches', async () =>
      (await panel.frame.locator('#find-state').textContent())?.startsWith('5 matches'),
    );
    await until('ten rows', async () => (await panel.rowsOfKind('event').count()) === 10);
    await until('five marks', async () => (await panel.markedRows().count()) === 5);
    await panel.find().press('Enter');
    await until('one of them', async () =>
      /^\d of 5 matches/.test((await panel.frame.locator('#find-state').textContent()) ?? ''),
    );
    await panel.find().press('Escape');
    await panel.find().press('Escape');
    await panel.find().waitFor({ state: 'detached' });
    await until('no mark', async () => (await panel.markedRows().count()) === 0);
    await untilState(panel, '10 of ');
  });

  it('stops a regular expression that never ends, says so, and takes the next one', async () => {
    const { workbench, server } = suite();
    const hostile = `data: ${'a'.repeat(40)}!\n\ndata: the last one\n\n`;
    await workbench.runCommand('SSE: Connect to URL…', server.url(`/raw?body=${encodeURIComponent(hostile)}`));
    const panel = workbench.panel();
    await panel.rows('the last one').waitFor();
    await panel.filter().fill('/^(a+)+$/');
    await untilState(panel, 'Stopped: this regular expression takes too long');
    await panel.filter().fill('data:last');
    await untilState(panel, '1 of ');
  });

  it('explains what can be asked for', async () => {
    const panel = await connect();
    await panel.filter().press('Shift+F1');
    const help = panel.frame.getByRole('dialog', { name: 'Filters' });
    await help.getByText('data.usage.total_tokens:>100').waitFor();
    await help.getByRole('button', { name: 'Close' }).click();
    await help.waitFor({ state: 'hidden' });
  });
});
