import { parseArgs } from 'node:util';
import { startDemoServer } from './demoServer.ts';

/** Serves until the standard input closes (the parent is gone or wants it to end) or a signal says so. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new RangeError(`--port must be a number from 0 to 65535, not "${values.port}"`);
  }
  const server = await startDemoServer({ port });

  const stop = (): void => {
    process.stdin.destroy();
    void server.stop();
  };
  process.stdin.once('end', stop).resume();
  process.once('SIGINT', stop).once('SIGTERM', stop);

  // Last: whoever reads it may send a signal at once.
  process.stdout.write(`${JSON.stringify({ url: server.url, endpoints: server.endpoints })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`demo server: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
