import { run } from './processes.mjs';

/**
 * Opens an address in the user's browser.
 *
 * @param {string} url
 * @returns {Promise<boolean>} Whether the system knew how.
 */
export async function openBrowser(url) {
  const { code } = await run(...openCommand(url));
  return code === 0;
}

/**
 * @param {string} url
 * @returns {[string, string[]]}
 */
function openCommand(url) {
  switch (process.platform) {
    case 'darwin':
      return ['open', [url]];
    case 'win32':
      // Not "start": cmd would take the "&" of the address for its own.
      return ['rundll32', ['url.dll,FileProtocolHandler', url]];
    default:
      return ['xdg-open', [url]];
  }
}
