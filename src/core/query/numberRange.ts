import type { NumberRange } from './query.ts';

export function isWithin(value: number, { min, max, minInclusive, maxInclusive }: NumberRange): boolean {
  return (
    (min === undefined || value > min || (minInclusive && value === min)) &&
    (max === undefined || value < max || (maxInclusive && value === max))
  );
}
