import type { NumberField, NumberRange, Query } from '../core/query/query.ts';
import { recordKindCodes, recordKinds } from '../core/record/recordKind.ts';
import type { RecordKind } from '../core/record/recordKind.ts';
import { maxTypeLength } from './storedRecord.ts';

/** A condition on rows of the table `record`, that each record meets which a query matches. */
export interface RecordCondition {
  /** With a `?` for each of the values. Never null. */
  readonly sql: string;
  readonly values: readonly (string | number)[];
  /** Whether the query matches each record that meets it. */
  readonly isExact: boolean;
}

const { event, comment } = recordKindCodes;

/** What a search for a query in records of some kinds can leave to the database; `undefined`: nothing. */
export function conditionOf(query: Query, kinds: readonly RecordKind[]): RecordCondition | undefined {
  const ofQuery = conditionOfQuery(query);
  if (kinds.length === recordKinds.length) {
    return ofQuery;
  }
  const codes = kinds.map((kind) => recordKindCodes[kind]);
  const ofKinds: RecordCondition = { sql: `kind IN (${codes.join(', ')})`, values: [], isExact: true };
  return ofQuery === undefined ? { ...ofKinds, isExact: false } : joined('AND', [ofKinds, ofQuery], ofQuery.isExact);
}

function conditionOfQuery(query: Query): RecordCondition | undefined {
  switch (query.query) {
    case 'all':
      return { sql: '1', values: [], isExact: true };
    case 'kind':
      return { sql: 'kind = ?', values: [recordKindCodes[query.kind]], isExact: true };
    case 'text':
      return query.field === 'type' && query.pattern.pattern === 'exactly'
        ? conditionOfType(query.pattern.text)
        : undefined;
    case 'number':
      return conditionOfNumber(query.field, query.range);
    case 'and': {
      const known = query.operands.map(conditionOfQuery).filter((condition) => condition !== undefined);
      const isExact = known.length === query.operands.length && known.every((condition) => condition.isExact);
      return known.length === 0 ? undefined : joined('AND', known, isExact);
    }
    case 'or': {
      const known = query.operands.map(conditionOfQuery).filter((condition) => condition !== undefined);
      return known.length < query.operands.length
        ? undefined
        : joined(
            'OR',
            known,
            known.every((condition) => condition.isExact),
          );
    }
    case 'not': {
      const condition = conditionOfQuery(query.operand);
      // Of a condition that lets too many pass, the opposite lets too few.
      return condition?.isExact === true ? { ...condition, sql: `NOT (${condition.sql})` } : undefined;
    }
    case 'anywhere':
    case 'has':
    case 'is':
    case 'path':
      return undefined;
  }
}

/** The usual type is stored as null, and only events have one. */
function conditionOfType(type: string): RecordCondition | undefined {
  if (type === '') {
    return { sql: `kind <> ${event}`, values: [], isExact: true };
  }
  if (type === 'message') {
    return { sql: `(kind = ${event} AND type IS NULL)`, values: [], isExact: true };
  }
  // Longer ones are compared as they are shown, cut.
  return type.length < maxTypeLength
    ? { sql: `(kind = ${event} AND type IS ?)`, values: [type], isExact: true }
    : undefined;
}

function conditionOfNumber(field: NumberField, range: NumberRange): RecordCondition | undefined {
  const column = columnOf(field);
  if (column === undefined) {
    return undefined;
  }
  const { min, max, minInclusive, maxInclusive } = range;
  const sides = [
    ...(min === undefined ? [] : [{ sql: `${column} ${minInclusive ? '>=' : '>'} ?`, value: min }]),
    ...(max === undefined ? [] : [{ sql: `${column} ${maxInclusive ? '<=' : '<'} ?`, value: max }]),
  ];
  return {
    sql: sides.length === 0 ? '1' : `(${sides.map(({ sql }) => sql).join(' AND ')})`,
    values: sides.map(({ value }) => value),
    isExact: true,
  };
}

function columnOf(field: NumberField): string | undefined {
  switch (field) {
    case 'seq':
    case 'time':
      return field;
    case 'size':
      return `CASE WHEN kind IN (${event}, ${comment}) THEN data_length ELSE length END`;
    case 'gap':
      return undefined;
  }
}

function joined(word: 'AND' | 'OR', conditions: readonly RecordCondition[], isExact: boolean): RecordCondition {
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(` ${word} `)})`,
    values: conditions.flatMap(({ values }) => values),
    isExact,
  };
}
