import { runScript } from './bootstrap.mjs';

/** `npm start`: VS Code with the extension, on a sample workspace with the demo server running. */
await runScript(import.meta.url, async (args) => {
  // Imported only now: before, the dependencies might not have been there.
  const { start } = await import('./startCommand.mjs');
  return start(args);
});
