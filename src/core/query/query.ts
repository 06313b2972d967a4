import type { RecordKind } from '../record/recordKind.ts';

/** Where something stands in the text of a query: offsets in UTF-16 code units, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** How a text is compared with the text of a query. */
export type TextPattern =
  /** In lower case; matches wherever it stands, in either case. */
  | { readonly pattern: 'contains'; readonly text: string }
  /** In lower case; matches the whole text, in either case. */
  | { readonly pattern: 'equals'; readonly text: string }
  /** Matches the whole text, and case counts. */
  | { readonly pattern: 'exactly'; readonly text: string }
  /** Like `equals`, where `*` stands for any characters. */
  | { readonly pattern: 'glob'; readonly parts: readonly string[] }
  | { readonly pattern: 'regex'; readonly source: string; readonly flags: string };

/** A range of numbers; a side that is `undefined` has no limit. */
export interface NumberRange {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly minInclusive: boolean;
  readonly maxInclusive: boolean;
}

/** Fields of a record that hold a text. */
export const textFields = ['type', 'id', 'data'] as const;

export type TextField = (typeof textFields)[number];

/** Fields of a record that hold a number: bytes; milliseconds; milliseconds since the capture began; a count. */
export const numberFields = ['size', 'gap', 'time', 'seq'] as const;

export type NumberField = (typeof numberFields)[number];

/** What `has:` can ask for. */
export const hasFlags = ['id', 'data', 'json', 'diagnostic'] as const;

export type HasFlag = (typeof hasFlags)[number];

/** What `is:` can ask for. */
export const isFlags = ['diagnostic', 'warning', 'json', 'reconnect', 'heartbeat', 'error', 'bookmarked'] as const;

export type IsFlag = (typeof isFlags)[number];

/** A step into a JSON value: the name of a member, the index of an element, or any of them. */
export type PathStep =
  | { readonly step: 'name'; readonly name: string }
  | { readonly step: 'index'; readonly index: number; /** An object may have it as a name. */ readonly name: string }
  | { readonly step: 'any' };

/** What a value in JSON is compared with. */
export type ValueTest =
  | { readonly test: 'text'; readonly pattern: TextPattern }
  | { readonly test: 'number'; readonly range: NumberRange }
  /** The value is there, whatever it is. */
  | { readonly test: 'exists' };

/** A question about a record, with yes or no for an answer. */
export type Query =
  | { readonly query: 'all' }
  | { readonly query: 'and' | 'or'; readonly operands: readonly Query[] }
  | { readonly query: 'not'; readonly operand: Query }
  /** The text stands in the data, the type or the own ID. */
  | { readonly query: 'anywhere'; readonly pattern: TextPattern }
  | { readonly query: 'text'; readonly field: TextField; readonly pattern: TextPattern }
  | { readonly query: 'number'; readonly field: NumberField; readonly range: NumberRange }
  | { readonly query: 'kind'; readonly kind: RecordKind }
  | { readonly query: 'has'; readonly flag: HasFlag }
  | { readonly query: 'is'; readonly flag: IsFlag }
  | { readonly query: 'path'; readonly path: readonly PathStep[]; readonly test: ValueTest };

/** Codes of what can be wrong with the text of a query. */
export type QueryFaultCode =
  | 'unclosed-quote'
  | 'unclosed-regex'
  | 'unclosed-parenthesis'
  | 'unopened-parenthesis'
  | 'unclosed-range'
  | 'bad-range'
  | 'missing-operand'
  | 'missing-value'
  | 'bad-regex'
  | 'unknown-field'
  | 'bad-path'
  | 'bad-number'
  | 'bad-size'
  | 'bad-duration'
  | 'bad-time'
  | 'unknown-value'
  | 'no-comparison'
  | 'too-deep';

/** What is wrong with the text of a query, and where. */
export interface QueryFault extends TextRange {
  readonly code: QueryFaultCode;
  /** The text in question. */
  readonly text: string;
  /** The texts that could stand there, where they can be counted. */
  readonly expected: readonly string[];
}
