import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { extensionId } from './extension.ts';

/** A server of one stream whose certificate nobody vouches for. */
export interface SecureServer {
  readonly url: string;
  /** PEM. */
  readonly certificate: Uint8Array;
  close(): Promise<void>;
}

export async function startSecureServer(): Promise<SecureServer> {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  const read = (name: string) => readFile(path.join(extension.extensionPath, 'test/support/tls', name));
  const certificate = await read('certificate.pem');
  const server = createServer({ cert: certificate, key: await read('key.pem') }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: safe\n\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/`,
    certificate,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
