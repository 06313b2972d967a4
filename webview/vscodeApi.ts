import type { FromPanel } from '../src/core/protocol/panelMessages.ts';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The way to the host. VS Code hands it out once in the life of a page, so it lives in a module. */
export const vscodeApi: VsCodeApi = acquireVsCodeApi();
