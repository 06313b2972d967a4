import { hasFlags, isFlags } from '../query/query.ts';
import type { Translate } from './translate.ts';

/** A row of the table that explains the language of filters. */
export interface QueryHelpRow {
  /** Queries, each of them complete. */
  readonly examples: readonly string[];
  readonly words: string;
}

/** Explains the language of filters. The README has the same table. */
export function queryHelp(t: Translate): readonly QueryHelpRow[] {
  return [
    { examples: ['error', '"rate limit"'], words: t('Text in data, type or ID, in upper or lower case') },
    { examples: ['/tim(e|ing) ?out/i'], words: t('Regular expression; flags i, m, s, u') },
    { examples: ['type:delta', 'type:content_*', 'type:ping,pong'], words: t('Event type; * stands for anything') },
    { examples: ['id:42', 'id:9f*'], words: t('Last event ID, own or inherited') },
    { examples: ['data:foo', 'data:/^\\d+$/'], words: t('Text in the data') },
    {
      examples: ['data.choices[0].delta.content:foo', 'data.usage.total_tokens:>100'],
      words: t('A value in JSON data: a text has it, a number is it; greater and less work too'),
    },
    {
      examples: ['data.items[*].id:7', 'data.error:*', 'data["a b"]:1'],
      words: t('Any element; any value; names in quotation marks'),
    },
    { examples: ['type:=Delta', 'data.model:="m-1"'], words: t('Exactly, upper and lower case too') },
    {
      examples: ['kind:comment'],
      words: t('Kind of record: {0}', 'event, comment, retry, id, invalid, dropped, connection'),
    },
    { examples: ['size:>1kb', 'size:[1kb..2mb]'], words: t('Size: b, kb, mb, kib, mib') },
    { examples: ['gap:>500ms'], words: t('Time since the record before: ms, s, m, h') },
    { examples: ['time:[10s..20s]', 'time:>02:41'], words: t('Time since the start') },
    { examples: ['seq:100', 'seq:{1 TO 10}'], words: t('Number of the record; a curly bracket leaves its end out') },
    { examples: ['has:id'], words: t('What the record has: {0}', hasFlags.join(', ')) },
    {
      examples: ['is:heartbeat'],
      words: t('What the record is: {0}', isFlags.join(', ')),
    },
    {
      examples: ['a b', 'a AND b', 'a OR b', 'NOT a', '-a', '(a OR b) c'],
      words: t('Both, either, not; words beside each other must all match'),
    },
  ];
}
