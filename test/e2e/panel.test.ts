import assert from 'node:assert/strict';
import { until } from '../support/until.ts';
import { connect, suite } from './suite.ts';

describe('the panel', () => {
  it('shows the events of a URL from the command palette as they arrive', async () => {
    const panel = await connect('/ticker');
    await panel.untilState('open');
    await panel.rows('{"tick":1}').waitFor();
    await panel.rows('{"tick":5}').waitFor();
    assert.equal(
      await suite()
        .workbench.tabs(/\/ticker/)
        .count(),
      1,
    );
  });

  it('follows the newest record', async () => {
    const panel = await connect('/many?count=5000');
    await panel.rows('event 5000').waitFor();
    await until(
      '5,000 events in the header',
      async () => (await panel.fact('events').textContent()) === '5,000 events',
    );
    assert.ok((await panel.rows().count()) < 500, 'only the rows around the visible ones are drawn');
  });

  it('ends the request when the user disconnects, and resumes after the last event when he reconnects', async () => {
    const { server } = suite();
    const before = server.requests('/ticker').length;
    const panel = await connect('/ticker');
    await panel.rows('{"tick":3}').waitFor();
    await panel.button('disconnect').click();
    await panel.untilState('stopped');
    await until('the end of the request', () => server.requests('/ticker')[before]?.isOpen === false);

    await panel.button('reconnect').click();
    await panel.untilState('open');
    const lastEventId = await until('a second request', () => {
      return server.requests('/ticker')[before + 1]?.headers['last-event-id'];
    });
    assert.ok(Number(lastEventId) >= 3, `Last-Event-ID ${String(lastEventId)}`);
    await panel.rows(`{"tick":${Number(lastEventId) + 1}}`).waitFor();
  });

  it('shows every kind of record and hides those that are switched off', async () => {
    const panel = await connect('/kinds');
    for (const kind of ['comment', 'retry', 'id', 'invalid', 'event', 'connection'] as const) {
      await panel.rowsOfKind(kind).first().waitFor();
    }
    await panel.kindSwitch('comment').click();
    await panel.rowsOfKind('comment').waitFor({ state: 'detached' });
    assert.equal(await panel.kindSwitch('comment').getAttribute('aria-pressed'), 'false');
    await panel.rowsOfKind('event').waitFor();

    await panel.kindSwitch('comment').click();
    await panel.rowsOfKind('comment').waitFor();
  });

  it('shows only the records that match the filter, and says what is wrong with a text that is none', async () => {
    const panel = await connect('/many?count=5000');
    await panel.rows('event 5000').waitFor();
    await panel.grid().press('/');
    const input = panel.filter();
    await input.fill('"event 49" seq:>4000');

    await until('100 matches', async () => (await panel.filterState().textContent())?.startsWith('100 of 5,0'));
    assert.equal(await panel.rows('event 4899').count(), 0);
    await panel.rows('event 4999').waitFor();

    await input.fill('size:>big');
    await until('the fault', async () => (await panel.filterFault().textContent())?.startsWith('Not a size: big'));
    await panel.rows('event 4999').waitFor();

    await input.fill('nothing like this');
    await panel.text('No row matches').waitFor();

    await input.press('Escape');
    await panel.rows('event 5000').waitFor();
  });

  it('lets records that arrive join a filtered view', async () => {
    const panel = await connect('/ticker');
    await panel.untilState('open');
    await panel.filter().fill('type:tick data.tick:>2');
    await until('the filtered view', async () => ((await panel.filterState().textContent()) ?? '').includes(' of '));

    await panel.rows('{"tick":3}').waitFor();
    await panel.rows('{"tick":6}').waitFor();
    assert.equal(await panel.rows('{"tick":1}').count(), 0);
  });

  it('shows markup in a stream as text', async () => {
    // Short enough for a row of the details.
    const markup = '<b>b</b><img src=x onerror="open()">';
    const panel = await connect(`/raw?body=${encodeURIComponent(`data: ${markup}\n\n`)}`);
    await panel.rowsOfKind('event').click();
    await panel.details().getByText(markup).first().waitFor();
    assert.equal(await panel.grid().locator('img, b').count(), 0);
    assert.equal(await panel.details().locator('img, b').count(), 0);
  });

  it('clears its records, and brings them back', async () => {
    const panel = await connect('/many?count=3');
    await panel.rows('event 3').waitFor();
    await panel.button('clear').click();
    await panel.rows('event 3').waitFor({ state: 'detached' });
    await panel.frame.locator('[data-action="undoClear"]').click();
    await panel.rows('event 3').waitFor();
  });

  it('says why a connection failed, with the beginning of the body', async () => {
    const panel = await connect('/status?code=503&body=overloaded');
    await panel.untilState('failed');
    const failure = panel.frame.getByRole('region', { name: 'Why the session failed' });
    await failure.getByText('overloaded').waitFor();
    await failure.getByText('503').first().waitFor();
  });

  it('comes back with its capture after a reload of the window', async () => {
    const { workbench } = suite();
    const panel = await connect('/ends?count=4&retry=60000');
    await panel.rows('event 4').waitFor();
    await panel.button('giveUp').click();
    await panel.untilState('stopped');
    await workbench.reload();
    const restored = workbench.panel();
    await restored.rows('event 4').waitFor();
    await restored.rows('event 1').waitFor();
    await restored.untilState('stopped');
  });
});
