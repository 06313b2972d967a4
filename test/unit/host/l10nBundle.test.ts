import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '../../..');
const bundleFile = path.join(root, 'media/l10n/bundle.l10n.json');

/** Names under which the sources call a `Translate`. */
const translateNames: readonly string[] = ['t', 'translate'];

/** The texts that a source file has translated. */
function textsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression: callee } = node;
      const name = ts.isPropertyAccessExpression(callee)
        ? callee.name.text
        : ts.isIdentifier(callee)
          ? callee.text
          : '';
      const [message] = node.arguments;
      if (translateNames.includes(name) && message !== undefined && ts.isStringLiteralLike(message)) {
        texts.push(message.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

describe('media/l10n/bundle.l10n.json', () => {
  it('is the template of all texts; UPDATE_BUNDLE=1 writes it anew', () => {
    const files = globSync('{src,webview}/**/*.ts', { cwd: root });
    assert.notEqual(files.length, 0);
    const texts = [...new Set(files.flatMap((file) => textsOf(path.join(root, file))))].sort();
    const bundle = `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
    if (process.env['UPDATE_BUNDLE'] === '1') {
      writeFileSync(bundleFile, bundle);
    }
    assert.equal(readFileSync(bundleFile, 'utf8'), bundle);
  });
});
