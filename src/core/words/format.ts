/**
 * Numbers and their units as people read them. Units are the same in every language of this product, only the
 * separators of the numbers differ, so these need a locale and no translations.
 */

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Building an Intl format costs more than a thousand uses of it, so each is built once. */
function numberFormat(locale: string | undefined, fractionDigits: number): Intl.NumberFormat {
  const key = `${locale ?? ''}/${fractionDigits}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    });
    numberFormats.set(key, format);
  }
  return format;
}

/** Three significant digits are as many as somebody compares at a glance: `3.1`, `31.4`, `314`. */
function shortNumber(value: number, locale: string | undefined): string {
  const rounded = Math.round(value * 10) / 10;
  return numberFormat(locale, rounded < 100 ? 1 : 0).format(value);
}

/** A count with thousands separated: `12,431`. */
export function formatCount(count: number, locale?: string): string {
  return numberFormat(locale, 0).format(count);
}

const byteUnits = ['kB', 'MB', 'GB', 'TB'] as const;

/** A size in decimal units: `212 B`, `3.1 MB`. */
export function formatBytes(bytes: number, locale?: string): string {
  if (bytes < 1000) {
    return `${formatCount(bytes, locale)} B`;
  }
  let value = bytes / 1000;
  let unit = 0;
  // 999.95 would be written as 1,000: that is one of the next unit.
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${shortNumber(value, locale)} ${byteUnits[unit] ?? 'TB'}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function clock(wholeSeconds: number): string {
  const seconds = twoDigits(wholeSeconds % 60);
  const minutes = twoDigits(Math.floor(wholeSeconds / 60) % 60);
  const hours = Math.floor(wholeSeconds / 3600);
  return hours > 0 ? `${hours}:${minutes}:${seconds}` : `${minutes}:${seconds}`;
}

/** Nobody reads 596:31:23. */
function daysOrClock(wholeSeconds: number): string {
  const days = Math.floor(wholeSeconds / 86_400);
  return days === 0 ? clock(wholeSeconds) : `${days} d ${Math.floor((wholeSeconds % 86_400) / 3600)} h`;
}

/** A length of time, as exact as is useful: `12 ms`, `3.0 s`, `02:41`, `1:02:41`, `24 d 20 h`. */
export function formatDuration(ms: number, locale?: string): string {
  const whole = Math.round(Math.max(0, ms));
  if (whole < 1000) {
    return `${whole} ms`;
  }
  if (whole < 59_950) {
    return `${numberFormat(locale, 1).format(whole / 1000)} s`;
  }
  return daysOrClock(Math.round(whole / 1000));
}

/** A duration in whole seconds, for what changes while one looks at it: `0 s`, `42 s`, `02:41`. */
export function formatElapsed(ms: number, locale?: string): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return seconds < 60 ? `${formatCount(seconds, locale)} s` : daysOrClock(seconds);
}

/** A point on the clock of a capture, all of one width so that a column of them lines up: `02:41.123`. */
export function formatOffset(ms: number): string {
  const whole = Math.round(Math.max(0, ms));
  return `${clock(Math.floor(whole / 1000))}.${String(whole % 1000).padStart(3, '0')}`;
}

/** The time since the row before: `12 ms`, `3.0 s`, empty for the first row of a view. */
export function formatGap(ms: number | null, locale?: string): string {
  return ms === null ? '' : formatDuration(ms, locale);
}

/** A frequency: `84/s`, `0.5/s`. */
export function formatRate(perSecond: number, locale?: string): string {
  const digits = perSecond > 0 && perSecond < 9.95 && !Number.isInteger(perSecond) ? 1 : 0;
  return `${numberFormat(locale, digits).format(perSecond)}/s`;
}
