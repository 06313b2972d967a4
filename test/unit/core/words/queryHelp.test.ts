import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseQuery } from '../../../../src/core/query/parseQuery.ts';
import { queryHelp } from '../../../../src/core/words/queryHelp.ts';
import { english } from './english.ts';

const readme = readFileSync(path.join(import.meta.dirname, '../../../../README.md'), 'utf8');

describe('the explanation of the filter language', () => {
  it('has only examples that are queries', () => {
    for (const example of queryHelp(english).flatMap(({ examples }) => examples)) {
      assert.equal(parseQuery(example).ok, true, example);
    }
  });

  it('is the same in the README', () => {
    for (const { examples, words } of queryHelp(english)) {
      const cell = examples.map((example) => `\`${example.replaceAll('|', '\\|')}\``).join(' ');
      const row = readme.split('\n').find((line) => line.startsWith(`| ${cell} `));
      assert.ok(row?.includes(`| ${words} `), `${cell}: ${words}`);
    }
  });
});
