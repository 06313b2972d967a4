import type { Exchange } from './exchange.ts';

/** What a route of the demo server does. */
export interface Scenario {
  readonly path: `/${string}`;
  readonly methods: readonly ('GET' | 'POST')[];
  /** One line for the index. */
  readonly summary: string;
  /** Answers one request. May reject with an abort error when the client goes. */
  run(exchange: Exchange): Promise<void>;
}
