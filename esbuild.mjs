import { mkdir, rm, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const { values: options } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    tests: { type: 'boolean', default: false },
  },
});

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  minify: options.production,
  sourcemap: options.production ? false : 'linked',
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  // The one thing of a module's URL that the sources use, and that CommonJS spells differently.
  define: { 'import.meta.dirname': '__dirname' },
};

/** @type {esbuild.BuildOptions[]} */
const builds = [
  {
    ...node,
    outdir: 'dist',
    entryPoints: {
      extension: 'src/extension.ts',
      engine: 'src/engine/main.ts',
      captureWorker: 'src/store/captureWorker.ts',
      searchWorker: 'src/store/searchWorker.ts',
      exportWorker: 'src/store/exportWorker.ts',
      demoServer: 'src/demo/main.ts',
    },
  },
  {
    ...common,
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
    loader: { '.ttf': 'copy' },
    assetNames: '[name]',
    entryPoints: { panel: 'webview/panel.ts', timeline: 'webview/timeline.ts' },
  },
];

if (options.tests) {
  builds.push({
    ...node,
    minify: false,
    sourcemap: 'inline',
    outdir: 'out/integration',
    // Found, not listed: a test that is in no list never runs.
    entryPoints: ['test/integration/index.ts', ...globSync('test/integration/**/*.test.ts')],
    outbase: 'test/integration',
    external: ['vscode', 'mocha'],
  });
}

// The sources are ES modules and the bundles CommonJS: each folder of bundles says so for itself.
for (const folder of options.tests ? ['dist', 'out'] : ['dist']) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}

if (options.watch) {
  for (const build of builds) {
    const context = await esbuild.context({ ...build, logLevel: 'info' });
    await context.watch();
  }
} else {
  const results = await Promise.all(builds.map((build) => esbuild.build(build)));
  for (const { metafile } of results) {
    for (const [file, { bytes }] of Object.entries(metafile?.outputs ?? {})) {
      if (!file.startsWith('out/') && !file.endsWith('.map')) {
        console.log(`${file.padEnd(28)} ${(bytes / 1000).toFixed(1).padStart(8)} kB`);
      }
    }
  }
}
