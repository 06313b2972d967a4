import path from 'node:path';
import { createInterface } from 'node:readline';
import { ownNode, root } from './paths.mjs';
import { startChild } from './processes.mjs';
import { SetupError } from './progress.mjs';

/**
 * @typedef {object} DemoServer
 * @property {string} url
 * @property {SavedEndpoint[]} endpoints
 *
 * @typedef {{ name: string, url: string, [more: string]: unknown }} SavedEndpoint
 */

/**
 * Starts the built demo server on a free port. It ends when this process does.
 *
 * @returns {Promise<DemoServer>}
 */
export async function startDemoServer() {
  const child = startChild(ownNode, [path.join(root, 'dist/demoServer.js'), '--port', '0']);
  const firstLine = new Promise((resolve) => {
    const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (child.process.stdout) });
    lines.once('line', resolve).once('close', () => resolve(undefined));
  });
  const line = await firstLine;
  if (typeof line !== 'string') {
    throw new SetupError('The demo server did not start.', child.output().trim());
  }
  const { url, endpoints } = JSON.parse(line);
  return { url, endpoints: endpoints.map(asSetting) };
}

/**
 * An endpoint as the setting takes it, which has no place for a description.
 *
 * @param {SavedEndpoint & { description?: string }} endpoint
 * @returns {SavedEndpoint}
 */
function asSetting({ description: _, ...endpoint }) {
  return endpoint;
}
