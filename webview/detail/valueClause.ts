import { pathClause, pathField, quoteValue } from '../../src/core/query/queryClause.ts';
import { unquoteJson } from './jsonString.ts';
import type { TreeItems } from './treeItems.ts';

/** A filter for a longer string looks for its beginning. Characters. */
const maxFilterLength = 200;

/** A query for the records that have the same value in the same place. */
export function valueClause(items: TreeItems, id: number): string {
  const path = items.path(id);
  const node = items.dataId(id);
  const { document } = items;
  const source = document.source(node);
  switch (document.kind(node)) {
    case 'string': {
      const text = unquoteJson(source);
      return text.length <= maxFilterLength
        ? pathClause(path, text)
        : `${pathField(path)}:${quoteValue(text.slice(0, maxFilterLength))}`;
    }
    case 'number':
      // As it is written: JavaScript's numbers would lose digits.
      return pathClause(path, source);
    case 'literal':
      return pathClause(path, source === 'null' ? null : source === 'true');
    case 'object':
    case 'array':
      return `${pathField(path)}:*`;
  }
}
