import { cp } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.mjs';
import { temporaryFolder } from './processes.mjs';
import { writeSettings } from './vscodeServer.mjs';

const template = path.join(root, 'test/support/sampleWorkspace');

/**
 * Makes a copy of the sample workspace that is gone at the end.
 *
 * @param {Record<string, unknown>} settings
 * @returns {Promise<string>} Its folder.
 */
export async function makeSampleWorkspace(settings = {}) {
  const folder = path.join(await temporaryFolder('workspace'), 'sample');
  await cp(template, folder, { recursive: true });
  await writeSettings(path.join(folder, '.vscode'), settings);
  return folder;
}
