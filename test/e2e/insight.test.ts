import assert from 'node:assert/strict';
import { connect } from './suite.ts';

describe('what the numbers of a connection show', () => {
  it('stands beside the state when something between holds bytes back, and in the Connection tab', async function () {
    this.timeout(60_000);
    const panel = await connect('/buffered');
    const note = panel.frame.getByRole('note').filter({ hasText: 'in the middle of a line' });
    await note.waitFor();
    assert.match((await note.textContent()) ?? '', /X-Accel-Buffering: no/);
    // In a list that stands still: where it is scrolled, the first row that is drawn lies half below the head.
    await panel.grid().press('Home');
    await panel.rows('one of many').nth(3).click();
    // Until it is shown, the tabs are those of the record before, which remember another choice.
    await panel.details().getByText('one of many').first().waitFor();
    await panel.detailTab('Connection').click();
    const trouble = panel.details().getByRole('list', { name: 'Trouble' });
    await trouble.getByText('collects bytes until a buffer is full').waitFor();
  });

  it('is information behind a line of the Connection tab where it need not be trouble', async () => {
    const panel = await connect('/many?count=3');
    await panel.rows('event 3').click();
    await panel.detailTab('Connection').click();
    const known = panel.details().getByRole('list', { name: 'Good to know' });
    await panel.details().getByText('things to know').waitFor();
    assert.equal(await known.isVisible(), false);
    await panel.details().getByText('things to know').click();
    await known.getByText('Access-Control-Allow-Origin').waitFor();
    assert.equal(await panel.frame.locator('.insight-note').count(), 0);
  });
});

describe('the cookies of an attempt', () => {
  it('stand in the Connection tab: which were sent, set, changed and not taken, without values', async () => {
    const panel = await connect('/cookies');
    await panel.rows('with cookies').click();
    await panel.detailTab('Connection').click();
    const cookies = panel.details().locator('.attempt-cookies');
    const text = (await cookies.textContent())?.replace(/\s+/g, ' ') ?? '';
    assert.match(text, /Sent to http:\/\/127\.0\.0\.1:\d+ none Sent to http:\/\/127\.0\.0\.1:\d+ seen/);
    assert.match(text, /Set seen .*HttpOnly Changed seen .*Not taken x /);
    assert.doesNotMatch(text, /seen=/);
  });
});
