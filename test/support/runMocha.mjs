import { existsSync, globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';
import { root } from './paths.mjs';
import { endEverything, endOnSignals } from './processes.mjs';
import { grepVariable, resultsVariable, runAndCount } from './results.mjs';

/**
 * Runs the tests of one layer that need no VS Code around them: `node runMocha.mjs unit|interop|e2e`. A layer's `hooks.ts`, where
 * there is one, exports `mochaHooks` that hold for the layer as a whole.
 */

endOnSignals();
const [layer = ''] = process.argv.slice(2);
const folder = path.join(root, 'test', layer);
const grep = process.env[grepVariable];
const mocha = new Mocha({
  timeout: layer === 'unit' ? 10_000 : 60_000,
  // Continuous integration would get colour codes that not every reader of its logs understands.
  color: Boolean(process.stdout.isTTY),
  forbidOnly: process.env['CI'] !== undefined,
  ...(grep === undefined ? {} : { grep }),
});

const hooks = path.join(folder, 'hooks.ts');
if (existsSync(hooks)) {
  const { mochaHooks } = await import(hooks);
  mocha.rootHooks(mochaHooks);
}
for (const file of globSync('**/*.test.ts', { cwd: folder }).sort()) {
  mocha.addFile(path.join(folder, file));
}
await mocha.loadFilesAsync();
const results = await runAndCount(mocha);
const file = process.env[resultsVariable];
if (file !== undefined) {
  await writeFile(file, JSON.stringify(results));
}
await endEverything();
// A test that leaves something running must not keep the others waiting.
process.exit(results.failed > 0 || results.passed === 0 ? 1 : 0);
