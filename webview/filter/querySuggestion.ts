import type { FilterMemory } from '../../src/core/protocol/filterMessages.ts';
import { completeQuery, type QueryVocabulary } from '../../src/core/query/queryCompletion.ts';
import { describeCompletion } from '../../src/core/words/queryCompletion.ts';
import { count, t } from '../strings.ts';

const maxLabelLength = 120;

/** A line of the list below a query's box. */
export interface QuerySuggestion {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  /** What is put into the box, in the place of the text from `start` to `end`. */
  readonly insert: string;
  readonly start: number;
  readonly end: number;
  /** Whether more can follow at once: then the list stays. */
  readonly leadsOn: boolean;
  /** Name of the saved filter that it is. */
  readonly saved: string | undefined;
}

const icons = {
  field: 'symbol-field',
  keyword: 'symbol-operator',
  comparison: 'symbol-operator',
  range: 'symbol-ruler',
  type: 'symbol-event',
  kind: 'symbol-enum',
  has: 'symbol-enum',
  is: 'symbol-enum',
  key: 'symbol-key',
  value: 'symbol-constant',
} as const;

/** What can stand at the caret. */
export function completions(text: string, caret: number, vocabulary: QueryVocabulary): readonly QuerySuggestion[] {
  const { start, end, prefix, options } = completeQuery(text, caret, vocabulary);
  const isDone = options.length === 1 && options[0]?.insert === prefix;
  return isDone
    ? []
    : options.map((option) => ({
        icon: icons[option.option],
        label: short(option.insert.trim()),
        detail: short(describeCompletion(option, count, t)),
        insert: option.insert,
        start,
        end,
        leadsOn: /[:.=><]$/.test(option.insert),
        saved: undefined,
      }));
}

/** The filters that the workspace remembers: what an empty box offers. */
export function rememberedFilters({ saved, recent }: FilterMemory, text: string): readonly QuerySuggestion[] {
  const range = { start: 0, end: text.length, leadsOn: false };
  return [
    ...saved.map(({ name, query }) => ({
      ...range,
      icon: 'star-full',
      label: short(name),
      detail: short(query),
      insert: query,
      saved: name,
    })),
    ...recent.map((query) => ({
      ...range,
      icon: 'history',
      label: short(query),
      detail: t('recent'),
      insert: query,
      saved: undefined,
    })),
  ];
}

function short(text: string): string {
  return text.length > maxLabelLength ? `${text.slice(0, maxLabelLength)}…` : text;
}
