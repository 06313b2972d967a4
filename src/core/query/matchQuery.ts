import { isApplicationError } from '../insight/applicationError.ts';
import { diagnosticRules } from '../sse/diagnostic.ts';
import type { DiagnosticCode } from '../sse/diagnostic.ts';
import type { ConnectionChange } from '../connection/connectionChange.ts';
import { jsonText } from '../jsonText.ts';
import { isHeartbeat } from '../record/heartbeat.ts';
import type { RecordKind } from '../record/recordKind.ts';
import { escapeRegex } from './escapeRegex.ts';
import { someAtPath } from './jsonPath.ts';
import { isWithin } from './numberRange.ts';
import type { HasFlag, IsFlag, Query, TextPattern, ValueTest } from './query.ts';

/** What a query asks of a record. The dear parts are functions: they are called only where the answer depends on them. */
export interface QuerySubject {
  readonly kind: RecordKind;
  readonly seq: number;
  /** Milliseconds since the capture began. */
  readonly time: number;
  /** Milliseconds since the record before; `null` for the first. */
  readonly gap: number | null;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
  readonly id: string;
  readonly ownId: boolean;
  readonly diagnostics: readonly DiagnosticCode[];
  readonly change: ConnectionChange['change'] | null;
  /** Whether the user has attached a bookmark or a note. */
  readonly isMarked: boolean;
  /** Data of an event, text of a comment, the bytes of any other as text. */
  readonly data: () => string;
  /** The data as JSON; `undefined` where it is none. */
  readonly json: () => unknown;
}

/** Characters of the data by which an application error is told: as many as a row shows. */
const errorHead = 400;
/** A number as JSON writes it. */
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

export type RecordPredicate = (subject: QuerySubject) => boolean;

/** Makes a function of a query that answers it for one record after the other. */
export function compileQuery(query: Query): RecordPredicate {
  switch (query.query) {
    case 'all':
      return () => true;
    case 'and': {
      const predicates = query.operands.map(compileQuery);
      return (subject) => predicates.every((predicate) => predicate(subject));
    }
    case 'or': {
      const predicates = query.operands.map(compileQuery);
      return (subject) => predicates.some((predicate) => predicate(subject));
    }
    case 'not': {
      const predicate = compileQuery(query.operand);
      return (subject) => !predicate(subject);
    }
    case 'anywhere': {
      const matches = compilePattern(query.pattern);
      return (subject) => matches(subject.data()) || matches(subject.type) || (subject.ownId && matches(subject.id));
    }
    case 'text': {
      const matches = compilePattern(query.pattern);
      const { field } = query;
      return field === 'data' ? (subject) => matches(subject.data()) : (subject) => matches(subject[field]);
    }
    case 'number': {
      const { field, range } = query;
      return (subject) => {
        const value = subject[field];
        return value !== null && isWithin(value, range);
      };
    }
    case 'kind':
      return ({ kind }) => kind === query.kind;
    case 'has':
      return has(query.flag);
    case 'is':
      return is(query.flag);
    case 'path': {
      const passes = compileTest(query.test);
      return (subject) => someAtPath(subject.json(), query.path, passes);
    }
  }
}

function has(flag: HasFlag): RecordPredicate {
  switch (flag) {
    case 'id':
      return ({ id, ownId }) => ownId && id !== '';
    case 'data':
      return ({ kind, size }) => kind === 'event' && size > 0;
    case 'json':
      return (subject) => subject.json() !== undefined;
    case 'diagnostic':
      return ({ diagnostics }) => diagnostics.length > 0;
  }
}

function is(flag: IsFlag): RecordPredicate {
  switch (flag) {
    case 'diagnostic':
      return has('diagnostic');
    case 'warning':
      return ({ diagnostics }) => diagnostics.some((code) => diagnosticRules[code].severity !== 'info');
    case 'json':
      return has('json');
    case 'reconnect':
      return ({ change }) => change === 'waiting' || change === 'cut';
    case 'error':
      return ({ kind, type, data }) =>
        kind === 'event' && isApplicationError({ kind, type, preview: data().slice(0, errorHead) });
    case 'bookmarked':
      return ({ isMarked }) => isMarked;
    case 'heartbeat':
      return ({ kind, type, size }) => isHeartbeat(kind, type, size);
  }
}

/**
 * Case does not count but in regular expressions. Comparing by expression without the flag `u` keeps to ASCII's own pairs
 * of cases where the pattern is ASCII, and needs no copy of the text in lower case.
 */
function compilePattern(pattern: TextPattern): (text: string) => boolean {
  if (pattern.pattern === 'exactly') {
    return (text) => text === pattern.text;
  }
  const regex = regexOf(pattern);
  return (text) => regex.test(text);
}

function regexOf(pattern: Exclude<TextPattern, { readonly pattern: 'exactly' }>): RegExp {
  switch (pattern.pattern) {
    case 'contains':
      return new RegExp(escapeRegex(pattern.text), 'i');
    case 'equals':
      return new RegExp(`^${escapeRegex(pattern.text)}$`, 'i');
    case 'glob':
      return new RegExp(`^${pattern.parts.map(escapeRegex).join('.*?')}$`, 'is');
    case 'regex':
      return new RegExp(pattern.source, pattern.flags);
  }
}

function compileTest(test: ValueTest): (value: unknown) => boolean {
  switch (test.test) {
    case 'exists':
      return () => true;
    case 'number':
      return (value) => {
        const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
        return typeof number === 'number' && isWithin(number, test.range);
      };
    case 'text': {
      const { pattern } = test;
      const matches = compilePattern(pattern);
      const number = numberOf(pattern);
      return (value) => {
        if (typeof value === 'string') {
          return matches(value);
        }
        // A number can be written in many ways, and has only one once it is parsed.
        if (typeof value === 'number' && number !== undefined) {
          return value === number;
        }
        // "1" asks for 1, and not for every number with a 1 in it.
        const isScalar = typeof value !== 'object' || value === null;
        const text = jsonText(value);
        return isScalar && pattern.pattern === 'contains' ? text === pattern.text : matches(text);
      };
    }
  }
}

/** The number that a pattern asks for; `undefined`: it asks for some other text. */
function numberOf(pattern: TextPattern): number | undefined {
  const asksForWhole = pattern.pattern === 'contains' || pattern.pattern === 'exactly';
  return asksForWhole && jsonNumber.test(pattern.text) ? Number(pattern.text) : undefined;
}
