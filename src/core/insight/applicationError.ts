import type { RecordRow } from '../record/record.ts';

/** Types by which servers say that what they do has failed: `error`, `response.failed`. */
const errorTypes = /(?:^|[._-])(?:error|failed)$/i;

/**
 * Data that begins as a JSON object whose `error` holds something, behind nothing but the short members that the
 * protocols of the field put first (JSON-RPC's `jsonrpc` and `id`, a `type`).
 */
const errorData =
  /^\{\s*(?:"(?:jsonrpc|id|type|object|code|status)"\s*:\s*(?:"[^"\\]*"|-?\d+|null)\s*,\s*)*"error"\s*:\s*(?!null\b|false\b|0\b|""|\{\s*\}|\[\s*\])/;

/**
 * Whether an event tells of an error of the application: inside a stream that is well, in which a client that looks at
 * the status alone overlooks it. Judged by the type and by the beginning of the data, so that no row is parsed for it.
 */
export function isApplicationError({ kind, type, preview }: Pick<RecordRow, 'kind' | 'type' | 'preview'>): boolean {
  return kind === 'event' && (errorTypes.test(type) || errorData.test(preview));
}
