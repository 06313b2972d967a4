/** What VS Code decides about proxies by: its settings `http.*`, and the environment of the extension host. */
export interface ProxySurroundings {
  /** `http.proxySupport`. */
  readonly support: string;
  /** `http.proxy`; empty: not set. */
  readonly proxy: string;
  /** `http.noProxy`; where it is not empty, NO_PROXY does not count. */
  readonly noProxy: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]', '[::ffff:7f00:1]'];

/**
 * `host:port` of the proxy that VS Code puts between the extension and a URL, without credentials; empty: none. The
 * rule is VS Code's own (`@vscode/proxy-agent`), not the one of other programs: HTTPS_PROXY goes before HTTP_PROXY for
 * every scheme, and loopback never has a proxy. A proxy that only the operating system knows is not seen here.
 */
export function proxyFor(url: URL, { support, proxy, noProxy, env }: ProxySurroundings): string {
  if (support === 'off' || loopback.includes(url.hostname)) {
    return '';
  }
  const exceptions = noProxy.length > 0 ? noProxy : (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(',');
  if (exceptions.some((exception) => isException(url, exception))) {
    return '';
  }
  const configured = [proxy, env['https_proxy'], env['HTTPS_PROXY'], env['http_proxy'], env['HTTP_PROXY']];
  return address(configured.find((candidate) => candidate !== undefined && candidate !== '') ?? '');
}

/** `*` means every host, `example.com` and `.example.com` the host and what is below it; a port may narrow it. */
function isException({ hostname, port, protocol }: URL, exception: string): boolean {
  const [name = '', wantedPort] = exception.trim().toLowerCase().split(':', 2);
  if (name === '' || name === '*') {
    return name === '*';
  }
  const usedPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return (
    (wantedPort === undefined || wantedPort === '' || wantedPort === usedPort) &&
    `.${hostname}`.endsWith(name.startsWith('.') ? name : `.${name}`)
  );
}

function address(proxy: string): string {
  const text = proxy.trim();
  if (!/^(?:https?|socks[45]?[ah]?):\/\//i.test(text) || !URL.canParse(text)) {
    return '';
  }
  const { protocol, host, hostname, port } = new URL(text);
  const usualPort = protocol === 'https:' ? '443' : protocol === 'http:' ? '80' : '1080';
  return port === '' ? `${hostname}:${usualPort}` : host;
}
