/**
 * A forward proxy in a process of its own: in the extension host, VS Code would lead its requests through itself. It knows
 * one host that nobody else knows, `stream.example`, which is this machine.
 *
 * Takes the credentials to ask for (`user:password`) as argument, tells its port and each request through the channel to its
 * parent, and ends with it.
 */
import dns from 'node:dns';
import { Server } from 'proxy-chain';

/**
 * @typedef {{ readonly port: number }} ProxyStarted
 *
 * @typedef {object} ProxiedRequest
 * @property {string} host Host and port that the client wants to reach.
 * @property {'absolute-form' | 'CONNECT'} form
 * @property {boolean} isLetThrough
 */

/** @type {typeof dns.lookup} */
const lookup = Object.assign(
  (/** @type {string} */ hostname, /** @type {object} */ options, /** @type {() => void} */ callback) =>
    dns.lookup(hostname === 'stream.example' ? '127.0.0.1' : hostname, options, callback),
  dns.lookup,
);

const credentials = process.argv[2] ?? '';
const proxy = new Server({
  port: 0,
  host: '127.0.0.1',
  prepareRequestFunction: ({ hostname, port, isHttp, username, password }) => {
    const isLetThrough = credentials === '' || credentials === `${username}:${password}`;
    process.send?.({ host: `${hostname}:${port}`, form: isHttp ? 'absolute-form' : 'CONNECT', isLetThrough });
    return { requestAuthentication: !isLetThrough, dnsLookup: lookup };
  },
});
await proxy.listen();
process.send?.({ port: proxy.port });
process.once('disconnect', () => process.exit());
