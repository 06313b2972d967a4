import { runScript } from '../../support/bootstrap.mjs';

/** A script that does nothing but end with the exit code that it is given. */
await runScript(import.meta.url, async ([code]) => Number(code));
