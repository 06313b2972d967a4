import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from './build.mjs';
import { readResults } from './mochaLayer.mjs';
import { cacheFolder, root } from './paths.mjs';
import { temporaryFolder } from './processes.mjs';
import { SetupError } from './progress.mjs';
import { resultsVariable } from './results.mjs';
import { makeSampleWorkspace } from './sampleWorkspace.mjs';

const usage = `Usage: npm run test:desktop -- [oldest] [newest] [VERSION]

Runs the integration tests in desktop VS Code, downloaded where it is not in the cache yet. Default: oldest and newest.
Without a display on Linux, run it under xvfb-run.`;

/**
 * @param {string[]} args
 * @returns {Promise<number>} The exit code.
 */
export async function testDesktop(args) {
  const versions = await Promise.all((args.length > 0 ? args : ['oldest', 'newest']).map(exactVersion));
  await build({ tests: true });
  const total = { passed: 0, failed: 0 };
  for (const version of versions) {
    console.log(`\n=== desktop VS Code ${version} ===`);
    const { passed, failed } = await testVersion(version);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/** @param {string} name */
async function exactVersion(name) {
  if (name === 'oldest') {
    const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    return engines.vscode.replace('^', '');
  }
  if (name === 'newest') {
    return 'stable';
  }
  if (/^1\.\d+\.\d+$/.test(name)) {
    return name;
  }
  throw new SetupError(`"${name}" is no version of VS Code.`, usage);
}

/** @param {string} version */
async function testVersion(version) {
  const resultsFile = path.join(await temporaryFolder('results'), 'results.json');
  // A short name: the path of a socket in it may have no more than 103 characters on macOS.
  const userData = await temporaryFolder('ui');
  const how = await runTests({
    version,
    cachePath: path.join(cacheFolder(), 'desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'out/integration/index.js'),
    extensionTestsEnv: { [resultsVariable]: resultsFile },
    launchArgs: [
      await makeSampleWorkspace(),
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${userData}`,
      // Root may not have a sandbox, and who runs tests as root is in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  }).catch((/** @type {unknown} */ error) => error);
  try {
    return await readResults(resultsFile, String(how));
  } catch (error) {
    // Counted, not thrown: the other version is still to be tested.
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}
