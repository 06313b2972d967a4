import { numberFields, textFields } from './query.ts';

/** Names that can stand before a colon, in the order in which they are offered; `data.` begins a path into JSON data. */
export const queryFields = [...textFields, 'kind', ...numberFields, 'has', 'is', 'data.'] as const;

export type QueryField = (typeof queryFields)[number];

/** Whether the name of a field is a path into JSON data. */
export function isPathField(name: string): boolean {
  return /^data[.[]/i.test(name);
}
