import { locale } from '../strings.ts';

interface LocalFormat {
  readonly locale: string | undefined;
  readonly format: Intl.DateTimeFormat;
}

const exact: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
};

/** In a column, 24 hours keep the figures one below the other in every language. */
const ofDay: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
};

let exactFormat: LocalFormat | undefined;
let ofDayFormat: LocalFormat | undefined;

/** An exact time with its date, for who hovers over a relative one. @param time Milliseconds since 1970-01-01 UTC. */
export function wallClock(time: number): string {
  exactFormat = formatOf(exactFormat, exact);
  return exactFormat.format.format(time);
}

/** The time of day to the millisecond. @param time Milliseconds since 1970-01-01 UTC. */
export function timeOfDay(time: number): string {
  ofDayFormat = formatOf(ofDayFormat, ofDay);
  return ofDayFormat.format.format(time);
}

/** To make a format is dear; the language hardly ever changes. */
function formatOf(known: LocalFormat | undefined, options: Intl.DateTimeFormatOptions): LocalFormat {
  return known !== undefined && known.locale === locale()
    ? known
    : { locale: locale(), format: new Intl.DateTimeFormat(locale(), options) };
}
