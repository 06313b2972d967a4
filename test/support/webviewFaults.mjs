/**
 * What goes wrong in the extension's webviews, however quietly: scripts and styles that the content security policy kept
 * out, and errors that nobody caught.
 */
export class WebviewFaults {
  /** @type {string[]} */
  #faults = [];

  /** @param {import('playwright-core').Page} page The workbench. */
  constructor(page) {
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) {
        this.#faults.push(message.text());
      }
    });
    page.on('pageerror', ({ message, stack }) => {
      // VS Code's own errors are not the extension's.
      if (stack?.includes('/dist/webview/')) {
        this.#faults.push(`${message}\n${stack}`);
      }
    });
  }

  /** What went wrong since the last call. */
  take() {
    return this.#faults.splice(0);
  }
}
