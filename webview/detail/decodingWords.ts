import { t } from '../strings.ts';
import type { Decoding } from './decodedValue.ts';

interface DecodingWords {
  /** Of the button that decodes. */
  readonly offer: string;
  /** Beside what was decoded. */
  readonly mark: string;
  readonly title: string;
}

/** What to say of a value that was decoded, or can be. */
export function decodingWords(decoding: Decoding): DecodingWords {
  switch (decoding) {
    case 'json':
      return {
        offer: t('Read as JSON'),
        mark: t('JSON in a string'),
        title: t('Decoded here: the stream has a string'),
      };
    case 'jwt':
      return {
        offer: t('Decode JWT'),
        mark: t('JWT, signature not verified'),
        title: t('Decoded here. Anybody can write such a token: nothing says that it is genuine'),
      };
    case 'base64':
      return { offer: t('Decode base64'), mark: t('from base64'), title: t('Decoded here: the stream has base64') };
    case 'seconds':
      return { offer: t('Read as time'), mark: t('time, from seconds'), title: t('Read as seconds since 1970') };
    case 'milliseconds':
      return {
        offer: t('Read as time'),
        mark: t('time, from milliseconds'),
        title: t('Read as milliseconds since 1970'),
      };
    case 'iso':
      return { offer: t('Read as time'), mark: t('time, from ISO 8601'), title: t('Read as a date') };
  }
}
