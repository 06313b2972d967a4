import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { grepVariable, outputMark, resultsVariable, runAndCount } from '../support/results.mjs';

/** Called by VS Code's extension host, in which all of this runs. A rejection makes the run fail. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    console.log(outputMark + format(...args).replaceAll('\n', `\n${outputMark}`));
  };
  const grep = process.env[grepVariable];
  const mocha = new Mocha({ timeout: 30_000, color: false, ...(grep === undefined ? {} : { grep }) });
  // Found, not listed: a test that is in no list never runs.
  for (const file of readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.js')) {
      mocha.addFile(path.join(import.meta.dirname, file));
    }
  }
  const results = await runAndCount(mocha);
  const file = process.env[resultsVariable];
  if (file !== undefined) {
    writeFileSync(file, JSON.stringify(results));
  }
  if (results.failed > 0) {
    throw new Error(`${results.failed} failed`);
  }
  if (results.passed === 0) {
    throw new Error('no test was run');
  }
}
