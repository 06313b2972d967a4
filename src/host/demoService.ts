import * as vscode from 'vscode';
import type { DemoServer } from '../demo/demoServer.ts';

/** Holds the demo server while it runs. */
export class DemoService {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The server was started or stopped. */
  readonly onDidChange = this.#changed.event;
  #server: DemoServer | undefined;
  /** The last start or stop that was asked for. They run one after the other, so that the last one counts. */
  #last: Promise<unknown> = Promise.resolve();

  get server(): DemoServer | undefined {
    return this.#server;
  }

  /** Starts the server where it does not run yet. */
  start(): Promise<DemoServer> {
    return this.#afterLast(async () => this.#server ?? this.#start());
  }

  stop(): Promise<void> {
    return this.#afterLast(async () => {
      const server = this.#server;
      if (server !== undefined) {
        this.#server = undefined;
        this.#changed.fire();
        await server.stop();
      }
    });
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.#changed.dispose();
  }

  #afterLast<T>(run: () => Promise<T>): Promise<T> {
    // Whether the one before failed is for its caller to know.
    const done = this.#last.then(run, run);
    this.#last = done;
    return done;
  }

  async #start(): Promise<DemoServer> {
    // Most users start it once, if ever.
    const { startDemoServer } = await import('../demo/demoServer.ts');
    this.#server = await startDemoServer({ translate: vscode.l10n.t });
    this.#changed.fire();
    return this.#server;
  }
}
