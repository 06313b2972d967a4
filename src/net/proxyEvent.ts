/** What VS Code's agent tells of the way that it has found for a request. */
export interface ProxyEvent {
  /** `host:port` of the proxy, without credentials; empty: none, the way is direct. */
  readonly proxy: string;
  /** Why the proxy cannot be used; `undefined`: it can. */
  readonly error: unknown;
}

/**
 * Reads the `proxy` event that VS Code's agent (`@vscode/proxy-agent`) emits on a request: the way as a PAC script names
 * it, such as `DIRECT` or `PROXY user:password@host:3128`. `undefined`: it says nothing that is understood.
 */
export function readProxyEvent(event: unknown): ProxyEvent | undefined {
  if (typeof event !== 'object' || event === null || !('proxy' in event) || typeof event.proxy !== 'string') {
    return undefined;
  }
  const error = 'error' in event ? event.error : undefined;
  const [type = '', target = ''] = event.proxy.trim().split(/\s+/, 2);
  if (type.toUpperCase() === 'DIRECT') {
    return { proxy: '', error };
  }
  return target === '' ? undefined : { proxy: target.slice(target.lastIndexOf('@') + 1), error };
}
