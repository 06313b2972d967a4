import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { suite } from './suite.ts';

/** Connects to events that come one after the other, and disconnects when there are some, so that nothing moves any more. */
async function captureTicks(): Promise<Panel> {
  const { workbench, server } = suite();
  await workbench.runCommand('SSE: Connect to URL…', server.url('/ticker?interval=40'));
  const panel = workbench.panel();
  // By the name of the timeline, and not by a row: the list that follows may have gone past any.
  await untilShown(panel.timeline(), (shown) => shown.events >= 20);
  await panel.button('disconnect').click();
  await panel.untilState('stopped');
  // The last record of all: no event comes after it, while the header may still be a moment behind.
  await panel.rows('disconnected').waitFor();
  const events = Number(/"tick":(\d+)/.exec((await panel.rows('"tick"').last().textContent()) ?? '')?.[1]);
  await untilShown(panel.timeline(), (shown) => shown.events === events);
  return panel;
}

interface Shown {
  readonly startMs: number;
  readonly endMs: number;
  readonly events: number;
}

/** What the name of a timeline says that it shows. */
async function shownBy(timeline: Locator): Promise<Shown | undefined> {
  const label = (await timeline.getAttribute('aria-label')) ?? '';
  const [, start, end, events] = /(\d+:[\d:.]+) to (\d+:[\d:.]+) of [^:]*: ([\d,]+) event/.exec(label) ?? [];
  const ms = (clock = ''): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
  return events === undefined
    ? undefined
    : { startMs: ms(start), endMs: ms(end), events: Number(events.replace(',', '')) };
}

function untilShown(timeline: Locator, isRight: (shown: Shown) => boolean): Promise<Shown> {
  return until('what the timeline is to show', async () => {
    const shown = await shownBy(timeline);
    return shown !== undefined && isRight(shown) ? shown : undefined;
  });
}

const lengthOf = ({ startMs, endMs }: Shown): number => endMs - startMs;

async function boxOf(timeline: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await timeline.boundingBox();
  assert.ok(box, 'the timeline is not drawn');
  return box;
}

describe('the timeline across the panel', () => {
  it('zooms by keys and by the wheel, and shows all again', async () => {
    const panel = await captureTicks();
    const timeline = panel.timeline();
    const whole = await untilShown(timeline, () => true);

    await timeline.focus();
    await timeline.press('+');
    const byKey = await untilShown(timeline, (shown) => lengthOf(shown) < 0.6 * lengthOf(whole));
    assert.ok(byKey.events < whole.events);

    const { x, y, width, height } = await boxOf(timeline);
    await suite().workbench.page.mouse.move(x + width / 2, y + height / 2);
    await suite().workbench.page.mouse.wheel(0, -300);
    const byWheel = await untilShown(timeline, (shown) => lengthOf(shown) < 0.8 * lengthOf(byKey));

    await timeline.press('ArrowLeft');
    await untilShown(timeline, (shown) => shown.startMs < byWheel.startMs);
    await timeline.press('0');
    await untilShown(timeline, (shown) => lengthOf(shown) >= 0.99 * lengthOf(whole) && shown.events === whole.events);
  });

  it('filters the list by the stretch that is dragged over, and clears it', async () => {
    const panel = await captureTicks();
    const { page } = suite().workbench;
    const { x, y, width } = await boxOf(panel.timeline());
    // In the ruler a drag selects, elsewhere it does so with Shift.
    await page.mouse.move(x + width * 0.4, y + 6);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + 6, { steps: 4 });
    await page.mouse.up();

    const text = await until('the filter', async () => {
      const value = await panel.filter().inputValue();
      return value.startsWith('time:[') ? value : undefined;
    });
    assert.match(text, /^time:\[[\d.]+s\.\.[\d.]+s\]$/);
    await until('fewer rows', async () => {
      const [, matched = '', all = ''] = /^(\d+) of (\d+)/.exec((await panel.filterState().textContent()) ?? '') ?? [];
      return Number(matched) > 0 && Number(matched) < 0.5 * Number(all);
    });
    const rows = await panel.grid().getAttribute('aria-rowcount');

    await panel.timeline().focus();
    await panel.timeline().press('Escape');
    await until('no filter', async () => (await panel.filter().inputValue()) === '');
    await until('all rows', async () => Number(await panel.grid().getAttribute('aria-rowcount')) > Number(rows));
  });

  it('filters by a stretch that is selected with the keyboard, and keeps what else the filter says', async () => {
    const panel = await captureTicks();
    const { page } = suite().workbench;
    await panel.filter().fill('type:tick');
    await until('the matches', async () => (await panel.filterState().textContent())?.includes(' of '));

    await panel.timeline().focus();
    await page.keyboard.down('Shift');
    for (let press = 0; press < 5; press += 1) {
      await page.keyboard.press('ArrowRight');
    }
    assert.equal(await panel.filter().inputValue(), 'type:tick');
    await page.keyboard.up('Shift');
    await until('the filter', async () => (await panel.filter().inputValue()).startsWith('type:tick time:['));

    await panel.timelineButton('clear-stretch').click();
    await until('no stretch', async () => (await panel.filter().inputValue()) === 'type:tick');
  });

  it('tells of the record that is pointed at, and selects it in the list by a click', async () => {
    const panel = await captureTicks();
    const { page } = suite().workbench;
    const { x, y, width, height } = await boxOf(panel.timeline());
    const tip = panel.frame.locator('.timeline-tip-record');
    let at = width * 0.5;
    await until('a record under the pointer', async () => {
      at += 5;
      await page.mouse.move(x + at, y + height - 16);
      return (await tip.count()) === 1 && ((await tip.textContent()) ?? '').startsWith('tick');
    });
    assert.match((await tip.textContent()) ?? '', /^tick · \d\d:\d\d\.\d{3} · \d+ B · \d+ ms after the one before$/);

    await page.mouse.down();
    await page.mouse.up();
    await panel.grid().locator('[role="row"][aria-selected="true"]').waitFor();
    assert.match((await panel.grid().locator('[role="row"][aria-selected="true"]').textContent()) ?? '', /"tick":\d/);
  });

  it('goes from record to record by the keyboard, and tells of each', async () => {
    const panel = await captureTicks();
    const row = panel.rows('"tick"').last();
    const clicked = await row.getAttribute('data-seq');
    await row.click();
    await panel.details().getByRole('treeitem', { name: 'tick' }).waitFor();
    const timeline = panel.timeline();
    await timeline.focus();
    await timeline.press(',');
    const told = panel.frame.locator('sse-timeline-chart [role="status"]');
    await until('what is told', async () => ((await told.textContent()) ?? '').startsWith('tick, 00:0'));
    await timeline.press('Enter');
    const before = panel.grid().locator(`[role="row"][data-seq="${Number(clicked) - 1}"][aria-selected="true"]`);
    await before.waitFor();
  });

  it('marks the record that is selected in the list', async () => {
    const panel = await captureTicks();
    const picture = (): Promise<string> =>
      panel.timeline().evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await picture();
    await panel.rows('"tick"').last().click();
    await until('another picture', async () => (await picture()) !== before);
  });

  it('follows the stream until the user looks elsewhere, and again by a button', async () => {
    const { workbench, server } = suite();
    await workbench.runCommand('SSE: Connect to URL…', server.url('/ticker?interval=40'));
    const panel = workbench.panel();
    const timeline = panel.timeline();
    const first = await untilShown(timeline, ({ events }) => events > 10);
    await untilShown(timeline, ({ endMs }) => endMs > first.endMs);

    await timeline.focus();
    await timeline.press('+');
    await timeline.press('PageUp');
    await panel.timelineButton('follow').waitFor();
    const fixed = await untilShown(timeline, () => true);
    const events = async (): Promise<number> => parseInt((await panel.fact('events').textContent()) ?? '', 10);
    const seen = await events();
    await until('more events', async () => (await events()) > seen + 10);
    assert.equal((await shownBy(timeline))?.endMs, fixed.endMs);

    await panel.timelineButton('follow').click();
    await untilShown(timeline, ({ endMs }) => endMs > fixed.endMs);
  });

  it('shows the statistics of all events, and of those that the filter leaves', async () => {
    const panel = await captureTicks();
    await panel.timelineButton('statistics').click();
    const table = panel.frame.getByRole('region', { name: 'Statistics' });
    const all = table.getByRole('row', { name: /^all / });
    const events = async (): Promise<number> => Number(await all.getByRole('cell').first().textContent());
    await all.waitFor();
    const total = await until('the events', async () => {
      const counted = await events();
      return counted >= 20 ? counted : undefined;
    });
    assert.match((await table.textContent()) ?? '', /first byte after \d+ ms · first event after \d+ ms/);

    await panel.filter().fill('data.tick:<5');
    await until('fewer events', async () => (await events()) === 4);
    assert.ok(total > 4);
  });

  it('is as it was left after a reload of the window', async () => {
    const { workbench } = suite();
    const panel = await captureTicks();
    const whole = await untilShown(panel.timeline(), () => true);
    await panel.timeline().focus();
    await panel.timeline().press('+');
    const zoomed = await untilShown(panel.timeline(), (shown) => lengthOf(shown) < 0.6 * lengthOf(whole));
    const separator = panel.frame.getByRole('separator', { name: 'Height of the timeline' });
    await separator.press('ArrowDown');
    const height = await separator.getAttribute('aria-valuenow');
    await workbench.reload();
    const restored = workbench.panel();
    await untilShown(restored.timeline(), (shown) => Math.abs(lengthOf(shown) - lengthOf(zoomed)) <= 1);
    assert.equal(
      await restored.frame.getByRole('separator', { name: 'Height of the timeline' }).getAttribute('aria-valuenow'),
      height,
    );

    await restored.frame.locator('.timeline-fold').click();
    await restored.timeline().waitFor({ state: 'detached' });
    await workbench.reload();
    await workbench.panel().rowsOfKind('event').first().waitFor();
    assert.equal(await workbench.panel().timeline().count(), 0);
    assert.equal(await workbench.panel().frame.locator('.timeline-fold').getAttribute('aria-expanded'), 'false');
  });
});

describe('the timeline in the side bar', () => {
  it('shows the session that is chosen there, whose panel comes to the front', async () => {
    const { workbench, server } = suite();
    await workbench.changeSettings({
      'sseDebugger.endpoints': [
        { name: 'Three', url: server.url('/many?count=3') },
        { name: 'Seven', url: server.url('/many?count=7') },
      ],
    });
    await workbench.openSideBar();
    for (const name of ['Three', 'Seven']) {
      const endpoint = workbench.treeItems('Endpoints', name);
      await endpoint.hover();
      await endpoint.getByRole('button', { name: 'Connect to Endpoint' }).click();
      await workbench.tabs(name).waitFor();
    }
    const timeline = workbench.timeline().getByRole('application');
    await untilShown(timeline, ({ events }) => events === 7);

    await workbench.treeItems('Sessions', 'Three').first().click();
    await untilShown(timeline, ({ events }) => events === 3);
    await until('the panel', async () => (await workbench.tabs('Three').getAttribute('aria-selected')) === 'true');
    await workbench.panel().rows('event 3').waitFor();
  });
});
