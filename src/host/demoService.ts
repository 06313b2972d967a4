import * as vscode from 'vscode';
import type { DemoServer } from '../demo/demoServer.ts';

/** Holds the demo server while it runs. */
export class DemoService {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The server was started or stopped. */
  readonly onDidChange = this.#changed.event;
  #server: DemoServer | undefined;
  #starting: Promise<DemoServer> | undefined;

  get server(): DemoServer | undefined {
    return this.#server;
  }

  /** Starts the server where it does not run yet. */
  async start(): Promise<DemoServer> {
    if (this.#server !== undefined) {
      return this.#server;
    }
    this.#starting ??= this.#start();
    try {
      return await this.#starting;
    } finally {
      this.#starting = undefined;
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server !== undefined) {
      this.#server = undefined;
      this.#changed.fire();
      await server.stop();
    }
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.#changed.dispose();
  }

  async #start(): Promise<DemoServer> {
    // Most users start it once, if ever.
    const { startDemoServer } = await import('../demo/demoServer.ts');
    this.#server = await startDemoServer({ translate: vscode.l10n.t });
    this.#changed.fire();
    return this.#server;
  }
}
