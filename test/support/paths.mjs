import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The Node of the `node` package, whose major version VS Code's server needs. */
export const ownNode = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The folder for what is fetched once and used by every checkout of this user. */
export function cacheFolder() {
  const { SSE_DEBUGGER_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (SSE_DEBUGGER_CACHE) {
    return path.resolve(SSE_DEBUGGER_CACHE);
  }
  switch (process.platform) {
    case 'win32':
      return path.join(LOCALAPPDATA ?? path.join(homedir(), 'AppData/Local'), 'sse-debugger', 'Cache');
    case 'darwin':
      return path.join(homedir(), 'Library/Caches/sse-debugger');
    default:
      return path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'sse-debugger');
  }
}
