import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { suite } from './suite.ts';

const folder = path.join(import.meta.dirname, '../support/tls');

describe('a certificate that is not trusted', () => {
  let server: Server;
  let url: string;
  let fingerprint: string;

  before(async () => {
    const cert = await readFile(path.join(folder, 'certificate.pem'));
    fingerprint = new X509Certificate(cert).fingerprint256;
    server = createServer({ cert, key: await readFile(path.join(folder, 'key.pem')) }, (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: safe\n\n');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `https://localhost:${(server.address() as AddressInfo).port}/`;
  });

  after(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  it('is accepted in the failure, after a question that shows it, loudly, and for one session only', async function () {
    this.timeout(60_000);
    const { workbench } = suite();
    await workbench.runCommand('SSE: Connect to URL…', url);
    const panel = workbench.panel();
    await panel.untilState('failed');
    const mark = panel.frame.getByRole('note').filter({ hasText: 'Certificate not trusted' });
    assert.equal(await mark.count(), 0);

    const button = panel.frame.getByRole('button', { name: /^Accept/ });
    await button.click();
    const dialog = workbench.page.getByRole('dialog').filter({ hasText: 'Accept a certificate that is not trusted?' });
    assert.ok((await dialog.textContent())?.includes(fingerprint));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await panel.untilState('failed');

    await button.click();
    await dialog.getByRole('button', { name: 'Accept for This Session' }).click();
    await panel.rows('safe').waitFor();
    await mark.waitFor();
    await panel.rows('safe').click();
    await panel.detailTab('Connection').click();
    await panel.details().getByText('Accepted by the user although').waitFor();
    await workbench.closeAllEditors();

    await workbench.runCommand('SSE: Connect to URL…', url);
    const next = workbench.panel();
    await next.untilState('failed');
    assert.equal(await next.frame.getByRole('note').filter({ hasText: 'Certificate not trusted' }).count(), 0);
  });
});
