import assert from 'node:assert/strict';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { connect } from './suite.ts';

/** Connects to a stream of events with the given data, and selects the first of them. */
async function select(...payloads: readonly unknown[]): Promise<Panel> {
  const body = payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join('');
  const panel = await connect(`/raw?body=${encodeURIComponent(body)}`);
  await panel
    .rowsOfKind('event')
    .nth(payloads.length - 1)
    .waitFor();
  await panel.rowsOfKind('event').first().click();
  return panel;
}

/** The rows of the tree, without blanks that only indent them. */
async function rows(panel: Panel): Promise<readonly string[]> {
  const texts = await panel.details().getByRole('treeitem').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

async function untilRows(panel: Panel, expected: readonly string[]): Promise<void> {
  await until(`the rows ${expected.join(', ')}`, async () => (await rows(panel)).join('\n') === expected.join('\n'));
}

async function untilFocused(panel: Panel, text: string): Promise<void> {
  await panel.details().locator('[role="treeitem"][aria-selected="true"]', { hasText: text }).waitFor();
}

/** The button for the value that the keys are on. */
function valueButton(panel: Panel, name: string | RegExp) {
  return panel.details().getByRole('toolbar', { name: 'Value' }).getByRole('button', { name });
}

/** A part of a JWT. */
function segment(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('the JSON tree in the details', () => {
  it('is searched by names and values from match to match, also in what is closed', async () => {
    const panel = await select({ first: { needle: 1 }, second: ['a', 'a Needle in hay'], third: true });
    const find = panel.details().getByLabel('Find in this record');
    const state = panel.details().locator('.find-state');
    await panel.details().getByRole('button', { name: 'Collapse All' }).click();
    await untilRows(panel, ['{3}', 'first: {1} needle: 1', 'second: [2] "a", "a Needle in hay"', 'third: true']);

    await panel.grid().press('Enter');
    await panel.details().getByRole('tree').press('Control+f');
    await find.pressSequentially('needle');
    await untilFocused(panel, 'needle: 1');
    await until('the first match', async () => (await state.innerText()) === '1 of 2');
    await find.press('Enter');
    await untilFocused(panel, 'a Needle in hay');
    await until('the second match', async () => (await state.innerText()) === '2 of 2');
    await find.press('Enter');
    await untilFocused(panel, 'needle: 1');
    await find.press('Shift+Enter');
    await untilFocused(panel, 'a Needle in hay');

    await find.fill('no such text');
    await until('no match', async () => (await state.innerText()) === 'No match');
    await find.press('Escape');
    assert.equal(await find.inputValue(), '');
    await until('the keys in the tree', async () =>
      panel
        .details()
        .getByRole('tree')
        .evaluate((tree) => tree === document.activeElement),
    );
  });

  it('shows JSON, base64 and tokens in strings decoded where it is asked to, and as they came again', async () => {
    const token = `${segment({ alg: 'HS256' })}.${segment({ sub: 'somebody' })}.c2lnbmF0dXJl`;
    const panel = await select({
      nested: JSON.stringify({ deep: [7] }),
      coded: Buffer.from('some words, long enough').toString('base64'),
      token,
      word: 'nothing to decode',
    });
    const tree = panel.details().getByRole('tree');

    await tree.getByText('nested').click();
    await valueButton(panel, 'Read as JSON').click();
    await tree.getByText('JSON in a string').waitFor();
    await tree.getByText('deep', { exact: true }).waitFor();
    await valueButton(panel, 'Show as it came').click();
    await tree.getByText('deep', { exact: true }).waitFor({ state: 'detached' });
    await valueButton(panel, 'Read as JSON').waitFor();

    await tree.getByText('coded').click();
    await valueButton(panel, 'Decode base64').click();
    await tree.getByText('some words, long enough').waitFor();

    await tree.getByText('token').click();
    await valueButton(panel, 'Decode JWT').click();
    await tree.getByText('JWT, signature not verified').waitFor();
    await tree.getByText('"somebody"').waitFor();

    await tree.getByText('word:').click();
    await valueButton(panel, 'Copy Value').waitFor();
    assert.equal(await valueButton(panel, /Read as|Decode/).count(), 0);
  });

  it('reads numbers and texts as times where it is asked to', async () => {
    const panel = await select({
      created: 1764007200,
      at: 1764007200123,
      when: '2025-11-24T19:00:00+01:00',
      count: 42,
    });
    const tree = panel.details().getByRole('tree');
    for (const [name, utc] of [
      ['created', '"2025-11-24T18:00:00.000Z"'],
      ['at', '"2025-11-24T18:00:00.123Z"'],
      ['when', '"2025-11-24T18:00:00.000Z"'],
    ] as const) {
      await tree.getByText(name, { exact: true }).click();
      await valueButton(panel, 'Read as time').click();
      await tree.getByText(utc).first().waitFor();
      await valueButton(panel, 'Show as it came').click();
      await tree.getByText(utc).waitFor({ state: 'detached' });
    }
    await tree.getByText('count', { exact: true }).click();
    await valueButton(panel, 'Copy Value').waitFor();
    assert.equal(await valueButton(panel, 'Read as time').count(), 0);
  });

  it('says so of a value that is not what it looks like', async () => {
    const panel = await select({ broken: '{"a":1,}', other: 1 });
    const tree = panel.details().getByRole('tree');
    await tree.getByText('broken').click();
    await valueButton(panel, 'Read as JSON').click();
    await panel.details().getByText('It is not what it looks like.').waitFor();
    await tree.getByText('other').click();
    await panel.details().getByText('It is not what it looks like.').waitFor({ state: 'detached' });
  });

  it('unfolds a long string in its place, and folds it again', async () => {
    const panel = await select({ text: `first line\nsecond line\n${'word '.repeat(400)}last`, after: 1 });
    const tree = panel.details().getByRole('tree');
    await tree.getByText('text', { exact: true }).click();
    await valueButton(panel, /^Show all/).click();
    await tree.getByText('second line', { exact: true }).waitFor();
    await valueButton(panel, 'Fold').click();
    await tree.getByText('second line', { exact: true }).waitFor({ state: 'detached' });
    await tree.getByText('after').waitFor();
  });

  it('is open where the tree of the event before was, and the keys are on the same value', async () => {
    const payload = (n: number): unknown => ({ n, left: { a: n, b: [n] }, right: { c: n } });
    const panel = await select(payload(1), payload(2));
    const tree = panel.details().getByRole('tree');
    await tree.getByText('left', { exact: true }).click();
    await panel.grid().press('Enter');
    await tree.press('ArrowLeft');
    await tree.press('ArrowDown');
    await tree.press('ArrowDown');
    await untilFocused(panel, 'c: 1');
    await panel.rowsOfKind('event').nth(1).click();
    await untilRows(panel, ['{3}', 'n: 2', 'left: {2} a: 2, b: […]', 'right: {1}', 'c: 2']);
    await untilFocused(panel, 'c: 2');
    await panel.details().getByText('data.right.c', { exact: true }).waitFor();
  });
});
