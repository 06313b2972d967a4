import path from 'node:path';
import { ownNode, root } from './paths.mjs';
import { run } from './processes.mjs';
import { SetupError, step } from './progress.mjs';

/**
 * Builds the extension, and its integration tests where asked for.
 *
 * @param {{ tests?: boolean }} [options]
 */
export async function build({ tests = false } = {}) {
  await step(tests ? 'Building the extension and its integration tests' : 'Building the extension', async () => {
    const script = path.join(root, 'esbuild.mjs');
    const { code, output } = await run(ownNode, [script, ...(tests ? ['--tests'] : [])], { cwd: root });
    if (code !== 0) {
      throw new SetupError('The build failed.', output.trim());
    }
  });
}
