import type { Exchange } from '../core/connection/attempt.ts';
import { maskHeader } from '../core/connection/maskHeader.ts';
import { redactUrl } from '../core/connection/redactUrl.ts';
import type { Hop, HopRequest, HopResponse } from './hop.ts';
import { headerPairs } from './rawHeaders.ts';
import { bodyBytes } from './requestHeaders.ts';

/** What is noted of one exchange while it happens. */
export class ExchangeRecord {
  readonly #request: HopRequest;
  readonly #droppedHeaders: readonly string[];
  readonly #startedAt = performance.now();
  #hop: Hop | undefined;
  #response: HopResponse | undefined;
  #respondedAt: number | null = null;

  constructor(request: HopRequest, droppedHeaders: readonly string[]) {
    this.#request = request;
    this.#droppedHeaders = droppedHeaders;
  }

  carriedBy(hop: Hop): void {
    this.#hop = hop;
  }

  responded(response: HopResponse): void {
    this.#response = response;
    this.#respondedAt = performance.now();
  }

  /** As far as it is known, with nothing in it that is secret. */
  exchange(secretHeaders: readonly string[]): Exchange {
    const facts = this.#hop?.facts();
    const { url, method, body } = this.#request;
    const masked = ([name, value]: readonly [string, string]): [string, string] => [
      name,
      maskHeader(name, value, secretHeaders),
    ];
    return {
      method,
      url: redactUrl(url.href),
      httpVersion: this.#response?.httpVersion ?? '',
      requestHeaders: (facts?.requestHeaders ?? []).map(masked),
      requestBodyBytes: bodyBytes(body),
      droppedHeaders: [...this.#droppedHeaders],
      status: this.#response?.status ?? null,
      statusText: this.#response?.statusText ?? '',
      responseHeaders: headerPairs(this.#response?.rawHeaders ?? []).map(masked),
      remoteAddress: facts?.remoteAddress ?? '',
      reusedConnection: facts?.reusedConnection ?? false,
      proxy: facts?.proxy ?? '',
      tls: facts?.tls ?? null,
      startedAt: this.#startedAt,
      resolvedAt: facts?.resolvedAt ?? null,
      connectedAt: facts?.connectedAt ?? null,
      securedAt: facts?.securedAt ?? null,
      respondedAt: this.#respondedAt,
    };
  }
}
