import type { Translations } from '../src/core/protocol/panelMessages.ts';
import type { Translate } from '../src/core/words/translate.ts';
import { formatCount } from '../src/core/words/format.ts';

let translations: Translations = {};
let currentLocale: string | undefined;

/** Sets the language of everything that is drawn from now on. */
export function setLanguage(locale: string, texts: Translations): void {
  // A tag that Intl does not know (a pseudo language, for one) must not keep the panel from being drawn.
  currentLocale = isKnownLocale(locale) ? locale : undefined;
  translations = texts;
}

/** BCP 47 tag for numbers and dates; `undefined`: the browser's own. */
export function locale(): string | undefined {
  return currentLocale;
}

/** Puts a text of the webview into the user's language. */
export const t: Translate = (message, ...args) =>
  (translations[message] ?? message).replace(/\{(\d+)\}/g, (placeholder, index: string) => {
    const argument = args[Number(index)];
    return argument === undefined ? placeholder : String(argument);
  });

/** A number in the user's notation. */
export function count(value: number): string {
  return formatCount(value, currentLocale);
}

function isKnownLocale(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
