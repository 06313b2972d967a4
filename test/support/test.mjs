import { runScript } from './bootstrap.mjs';

/** `npm test`: all set-up, then every layer of tests, or those that are named. */
await runScript(import.meta.url, async (args) => {
  // Imported only now: before, the dependencies might not have been there.
  const { test } = await import('./testCommand.mjs');
  return test(args);
});
