import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TransportOptions } from '../../../src/core/connection/transportOptions.ts';
import { report } from '../childProcess.ts';
import { formatId } from '../streamEvents.ts';
import { loadEngine, settled, verifyCommitted, warmUp } from './engineModule.ts';

/** This engine over TLS with one HTTP version: from before the request until all events are committed and read back. */
const [server = '', events = '', version = ''] = process.argv.slice(2);
const count = Number(events);
const httpVersion = version === '2' ? '2' : '1.1';
const ca = [readFileSync(path.join(import.meta.dirname, '../../support/tls/certificate.pem'), 'utf8')];
const transport: TransportOptions = { httpVersion, ca };

const { engine, directory } = loadEngine();
await warmUp(engine, server, directory, transport);

const start = performance.now();
const session = engine.openSession({
  url: `${server}/burst?events=${count}`,
  directory,
  transport,
  reconnect: { enabled: false },
});
await settled(session);
await verifyCommitted(session, count, formatId(count - 1));
const seconds = (performance.now() - start) / 1000;
if (session.snapshot().httpVersion !== httpVersion) {
  throw new Error(`HTTP/${session.snapshot().httpVersion} was spoken`);
}
await session.close();
report({ seconds });
