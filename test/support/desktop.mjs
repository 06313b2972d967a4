import { runScript } from './bootstrap.mjs';

/** `npm run test:desktop`: the integration tests in a desktop VS Code of the oldest supported and the newest version. */
await runScript(import.meta.url, async (args) => {
  // Imported only now: before, the dependencies might not have been there.
  const { testDesktop } = await import('./desktopCommand.mjs');
  return testDesktop(args);
});
