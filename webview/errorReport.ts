import { vscodeApi } from './vscodeApi.ts';

/** Sends uncaught errors to the host, for the log: nobody has the developer tools of a webview open. */
export function reportErrors(): void {
  addEventListener('error', (event) => report(event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => report(event.reason));
}

function report(error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  vscodeApi.postMessage({ type: 'webviewError', message });
}
