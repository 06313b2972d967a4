import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from './chromium.mjs';
import { root } from './paths.mjs';
import { atEnd } from './processes.mjs';
import { Panel } from './panel.mjs';
import { makeSampleWorkspace } from './sampleWorkspace.mjs';
import { startVSCodeServer, writeSettings } from './vscodeServer.mjs';
import { WebviewFaults } from './webviewFaults.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 * @typedef {import('playwright-core').FrameLocator} FrameLocator
 */

/** A cold start takes 10 to 25 s on two cores. */
/** How long the palette may take before it is asked for once more, milliseconds. */
const paletteMs = 4000;
const startLimitMs = 90_000;
const actionLimitMs = 15_000;
const palettePlaceholder = 'Type the name of a command to run.';

/** @typedef {keyof typeof themes} ThemeName */

/** VS Code's own themes: the setting's value, and the file by which the workbench's class names it. */
export const themes = /** @type {const} */ ({
  light: { setting: 'Light 2026', file: '2026-light' },
  dark: { setting: 'Dark 2026', file: '2026-dark' },
  highContrast: { setting: 'Default High Contrast', file: 'hc_black' },
  highContrastLight: { setting: 'Default High Contrast Light', file: 'hc_light' },
});

/**
 * Starts VS Code with the extension of this checkout and opens it in Chromium. Everything ends with `endEverything`.
 *
 * @param {object} [options]
 * @param {Record<string, unknown>} [options.settings] Settings of the workspace.
 * @param {boolean} [options.workspaceTrust] Whether VS Code asks about trust.
 * @param {{ width: number, height: number }} [options.size] Of the window.
 * @param {number} [options.scale] Device pixels to a pixel.
 */
export async function startWorkbench({ settings = {}, workspaceTrust = false, size, scale = 1 } = {}) {
  const [server, folder, browser] = await Promise.all([
    startVSCodeServer({ workspaceTrust }),
    makeSampleWorkspace(settings),
    launchChromium(),
  ]);
  atEnd(() => browser.close());
  const context = await browser.newContext({
    viewport: size ?? { width: 1400, height: 900 },
    deviceScaleFactor: scale,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(actionLimitMs);
  await page.goto(server.url({ folder, extension: root }), { timeout: startLimitMs });
  const workbench = new Workbench(page, folder, settings);
  await workbench.ready();
  return workbench;
}

/** The window of VS Code as its user sees it. */
export class Workbench {
  #settings;

  /**
   * @param {Page} page
   * @param {string} folder The open folder.
   * @param {Record<string, unknown>} settings Settings of the workspace.
   */
  constructor(page, folder, settings) {
    this.page = page;
    this.folder = folder;
    this.faults = new WebviewFaults(page);
    this.#settings = settings;
  }

  /** Waits until the workbench stands and knows the extension. */
  async ready() {
    // What stands before that, it remembers of the last time and may draw anew.
    await this.page.waitForFunction(
      () => performance.getEntriesByName('code/didLoadExtensions').length > 0,
      undefined,
      {
        timeout: startLimitMs,
      },
    );
    await this.activityBarItem().waitFor({ timeout: startLimitMs });
  }

  activityBarItem() {
    return this.page.locator('.activitybar').getByRole('tab', { name: 'SSE' });
  }

  /**
   * Runs a command from the palette and answers the inputs that it asks for.
   *
   * @param {string} title With its category, as the palette shows it.
   * @param {readonly string[]} answers One for each input box.
   */
  async runCommand(title, ...answers) {
    await this.page.keyboard.press('F1');
    const input = this.quickInput().locator('input').first();
    await input.fill(`>${title}`, { timeout: paletteMs }).catch(async () => {
      // An editor that opened at that moment took the focus, and the palette closed.
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`);
    });
    await this.quickInput().getByRole('option', { name: title }).first().click();
    for (const answer of answers) {
      await this.answer(answer);
    }
  }

  /** The box at the top in which VS Code asks. */
  quickInput() {
    return this.page.locator('.quick-input-widget:not(.hidden)');
  }

  /** The text field of the box at the top, once it is not the palette's any more. */
  questionInput() {
    return this.quickInput().locator(`input:visible:not([placeholder="${palettePlaceholder}"])`).first();
  }

  /**
   * Fills the input box and accepts it.
   *
   * @param {string} text
   */
  async answer(text) {
    const input = this.questionInput();
    await input.fill(text);
    await input.press('Enter');
    // VS Code asks the next question in the same box: it is this one no longer when the text is gone.
    await this.page.waitForFunction((answer) => {
      const field = document.querySelector('.quick-input-widget input.input');
      const isVisible = field instanceof HTMLInputElement && field.checkVisibility();
      return !isVisible || field.value !== answer;
    }, text);
  }

  /**
   * The panel that is visible in the editor area.
   *
   * @param {Page} window In which of VS Code's windows.
   */
  panel(window = this.page) {
    return new Panel(webviewContents(window, 'iframe.webview:not([src*="purpose=webviewView"])'));
  }

  /** The contents of the timeline in the side bar. */
  timeline() {
    return webviewContents(this.page, 'iframe.webview[src*="purpose=webviewView"]');
  }

  /**
   * Tabs of the editor area.
   *
   * @param {string | RegExp} [name]
   */
  tabs(name) {
    const tabs = this.page.locator('.editor-group-container .tabs-container').getByRole('tab');
    return name === undefined ? tabs : tabs.filter({ hasText: name });
  }

  /** Opens the extension's container in the side bar. */
  async openSideBar() {
    const item = this.activityBarItem();
    if ((await item.getAttribute('aria-expanded')) !== 'true') {
      await item.click();
    }
    await this.page.locator('.part.sidebar').getByRole('button', { name: 'Endpoints Section' }).waitFor();
  }

  /**
   * A section of the side bar.
   *
   * @param {'Endpoints' | 'Sessions' | 'Timeline'} name
   */
  view(name) {
    return this.page.locator('.part.sidebar .pane').filter({
      has: this.page.getByRole('button', { name: `${name} Section` }),
    });
  }

  /**
   * Items of a tree in the side bar.
   *
   * @param {'Endpoints' | 'Sessions'} view
   * @param {string | RegExp} [name]
   */
  treeItems(view, name) {
    const items = this.view(view).getByRole('treeitem');
    return name === undefined ? items : items.filter({ hasText: name });
  }

  /** @param {string | RegExp} [text] */
  notifications(text) {
    const notifications = this.page.locator('.notifications-toasts .notification-list-item');
    return text === undefined ? notifications : notifications.filter({ hasText: text });
  }

  /** @param {string | RegExp} [text] */
  statusBarItems(text) {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    return text === undefined ? items : items.filter({ hasText: text });
  }

  async closeAllEditors() {
    await this.runCommand('View: Close All Editors');
    await this.tabs().first().waitFor({ state: 'detached' });
  }

  /** Ends all streams that the status bar counts. */
  async disconnectAll() {
    const live = this.page.locator('.statusbar-item[id*="sseDebugger"]:visible');
    if ((await live.count()) > 0) {
      await this.runCommand('SSE: Disconnect All Sessions');
      await live.waitFor({ state: 'detached' });
    }
  }

  /** Runs the command that loads the window anew: it keeps what the window is to remember, as the browser's might not. */
  async reload() {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /**
   * Changes settings of the workspace, as if the user had edited the file; VS Code takes them over in its own time.
   *
   * @param {Record<string, unknown>} settings
   */
  async changeSettings(settings) {
    this.#settings = { ...this.#settings, ...settings };
    await writeSettings(path.join(this.folder, '.vscode'), this.#settings);
  }

  /** @param {ThemeName} name */
  async setTheme(name) {
    const { setting, file } = themes[name];
    await this.changeSettings({ 'workbench.colorTheme': setting });
    await this.page.locator(`.monaco-workbench[class*="-themes-${file}-json"]`).waitFor();
  }

  /**
   * Takes a picture of the window.
   *
   * @param {string} file Path, or a name in the folder of the test run's pictures.
   */
  async screenshot(file) {
    const target = path.resolve(root, 'out/e2e', file);
    await mkdir(path.dirname(target), { recursive: true });
    await this.page.screenshot({ path: target });
    return target;
  }
}

/**
 * @param {Page} page
 * @param {string} selector
 * @returns {FrameLocator}
 */
function webviewContents(page, selector) {
  return page.frameLocator(`${selector}:visible`).frameLocator('#active-frame');
}
