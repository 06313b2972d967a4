import assert from 'node:assert/strict';
import type { Panel } from '../support/panel.mjs';
import { suite } from './suite.ts';

/** Connects as the user does, and returns the panel that opens. */
async function connect(path: string): Promise<Panel> {
  const { workbench, server } = suite();
  await workbench.runCommand('SSE: Connect to URL…', server.url(path));
  return workbench.panel();
}

describe('the Connection tab', () => {
  it('shows redirects, headers and timings of the attempt that an event belongs to', async () => {
    const panel = await connect('/redirect?to=/many?count=3');
    await panel.rows('event 3').click();
    await panel.detailTab('Connection').click();
    const attempt = panel.details().getByRole('region', { name: 'Attempt 1' });
    await attempt.getByRole('listitem').filter({ hasText: '302' }).waitFor();
    await attempt.getByLabel('Response headers, as received').first().getByText('text/event-stream').waitFor();
    const timings = attempt.getByRole('table', { name: 'Timings' });
    for (const step of ['Redirects', 'Wait for headers', 'First byte', 'First event']) {
      assert.match((await timings.getByRole('row').filter({ hasText: step }).textContent()) ?? '', /\d m?s/, step);
    }
    await attempt.getByText('Before: GET').click();
    await attempt.getByText('x-hop').waitFor();
  });

  it('is what a record of the connection shows first, and tells when the attempt ends', async () => {
    const panel = await connect('/ticker');
    await panel.rowsOfKind('connection').first().click();
    const attempt = panel.details().getByRole('region', { name: 'Attempt 1' });
    await attempt.getByText('Not ended yet').waitFor();
    assert.equal(await panel.detailTab('Connection').getAttribute('aria-selected'), 'true');
    await panel.button('disconnect').click();
    await attempt.getByText('Ended by the user').waitFor();
    await attempt.getByText('Silence before the end').waitFor();
  });
});
