import assert from 'node:assert/strict';
import { suite } from './suite.ts';

describe('the side bar', () => {
  it('connects to a saved endpoint and shows its session', async () => {
    const { workbench, server } = suite();
    await workbench.changeSettings({
      'sseDebugger.endpoints': [{ name: 'Saved ticker', url: server.url('/ticker?interval=20') }],
    });
    await workbench.openSideBar();
    const endpoint = workbench.treeItems('Endpoints', 'Saved ticker');
    await endpoint.hover();
    await endpoint.getByRole('button', { name: 'Connect to Endpoint' }).click();

    await workbench.panel().rows('{"tick":').first().waitFor();
    await workbench.treeItems('Sessions', 'Saved ticker').first().waitFor();
    await workbench.tabs('Saved ticker').waitFor();
  });

  it('draws the timeline of the active session', async () => {
    const { workbench, server } = suite();
    await workbench.openSideBar();
    await workbench.runCommand('SSE: Connect to URL…', server.url('/ticker'));
    await workbench.timeline().getByRole('application').waitFor();
  });

  it('offers the streams of the demo server once it is started', async () => {
    const { workbench } = suite();
    await workbench.openSideBar();
    await workbench.runCommand('SSE: Start Demo Server');
    await workbench.quickInput().getByRole('option', { name: 'Ticker' }).first().click();
    const panel = workbench.panel();
    await panel.untilState('open');
    await panel.rowsOfKind('event').first().waitFor();
    assert.ok((await workbench.treeItems('Endpoints').count()) > 1);
  });
});

describe('the status bar', () => {
  it('counts the live streams', async () => {
    const { workbench, server } = suite();
    await workbench.runCommand('SSE: Connect to URL…', server.url('/ticker'));
    await workbench.panel().untilState('open');
    const item = workbench.page.locator('.statusbar-item[id*="sseDebugger"]');
    await item.getByRole('button', { name: /live stream/ }).waitFor();
  });
});
