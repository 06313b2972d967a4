import type { NumberField } from './query.ts';

const number = /^([+-]?\d+(?:\.\d+)?)\s*([a-zµ]*)$/i;
/** Bytes. Decimal units, as everywhere in this product, and the binary ones by their own names. */
const sizes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};
/** Milliseconds. */
const durations: Readonly<Record<string, number>> = {
  '': 1,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};
const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})(\.\d+)?$/;

/**
 * Reads a number as it is written for a field: a plain number, a size (`1.5kb`), a duration (`500ms`), or a time since the
 * capture began (`12s`, `02:41.5`). `undefined`: it is none.
 */
export function readNumber(field: NumberField, text: string): number | undefined {
  if (field === 'time') {
    const [, hours = '0', minutes, seconds, fraction = ''] = clock.exec(text) ?? [];
    if (minutes !== undefined) {
      return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(`${seconds}${fraction}`)) * 1000;
    }
  }
  const [, digits, unit = ''] = number.exec(text) ?? [];
  const factor = unitsOf(field)[unit.toLowerCase()];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

function unitsOf(field: NumberField): Readonly<Record<string, number>> {
  return field === 'size' ? sizes : field === 'seq' ? { '': 1 } : durations;
}
