/** No connection to the proxy that leads to a server; the cause says why. */
export class ProxyFault extends Error {
  /** `host:port`. */
  readonly proxy: string;

  constructor(proxy: string, cause: unknown) {
    super(`No connection to the proxy ${proxy}`, { cause });
    this.name = 'ProxyFault';
    this.proxy = proxy;
  }
}
