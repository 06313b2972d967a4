import { isJson, isJsonContainer } from '../../src/core/json.ts';

/** How a value can be read beyond what it says itself. */
export const decodings = ['json', 'jwt', 'base64', 'seconds', 'milliseconds', 'iso'] as const;

export type Decoding = (typeof decodings)[number];

/** Longer strings are not looked at. Characters. */
export const maxDecodedLength = 4_000_000;
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/**
 * What a value may be besides what it is, as far as its look tells: an offer, not a finding. A row asks this of every
 * string in sight, so it looks at no more than the beginning.
 *
 * @param text The text of a string, or a number as it is written.
 */
export function possibleDecoding(kind: 'string' | 'number', text: string): Decoding | undefined {
  if (kind === 'number') {
    return timeDecoding(text);
  }
  if (text.length > maxDecodedLength) {
    return undefined;
  }
  if (/^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text.slice(-20))) {
    return 'json';
  }
  if (/^eyJ[\w-]+\.eyJ[\w-]*\.[\w-]*$/.test(text)) {
    return 'jwt';
  }
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/.test(text)) {
    return 'iso';
  }
  if (/^\d+$/.test(text)) {
    return timeDecoding(text);
  }
  return isBase64(text) ? 'base64' : undefined;
}

function timeDecoding(text: string): 'seconds' | 'milliseconds' | undefined {
  const number = Number(text);
  const isTime = (ms: number): boolean => ms >= earliest && ms < latest;
  if (/^\d{9,10}(?:\.\d+)?$/.test(text) && isTime(number * 1000)) {
    return 'seconds';
  }
  return /^\d{12,13}(?:\.\d+)?$/.test(text) && isTime(number) ? 'milliseconds' : undefined;
}

/** Words are base64 too, by their letters: what is short, or all of one case, or has no padding where it needs it, is not. */
function isBase64(text: string): boolean {
  return (
    text.length >= 16 &&
    text.length % 4 === 0 &&
    /^[A-Za-z0-9+/_-]{14,}={0,2}$/.test(text.length > 400 ? `${text.slice(0, 396)}${text.slice(-4)}` : text) &&
    /[A-Z]/.test(text.slice(0, 400)) &&
    /[a-z]/.test(text.slice(0, 400)) &&
    /[0-9+/=]/.test(text)
  );
}

/**
 * Decodes a value to a JSON text of it. `undefined`: it was none of what it looked like. What looked like JSON is still to
 * be parsed.
 */
export function decodeValue(decoding: Decoding, text: string): string | undefined {
  switch (decoding) {
    case 'json':
      return text;
    case 'jwt':
      return decodeJwt(text);
    case 'base64':
      return decodeBase64(text);
    case 'seconds':
      return timeText(Number(text) * 1000);
    case 'milliseconds':
      return timeText(Number(text));
    case 'iso':
      return timeText(Date.parse(text));
  }
}

function timeText(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime())
    ? undefined
    : JSON.stringify({ utc: date.toISOString(), local: localTime(date), epochMs: ms });
}

function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  return `${local}${zone}`;
}

function decodeJwt(text: string): string | undefined {
  const [head = '', payload = '', signature = ''] = text.split('.');
  const parts = [head, payload].map((part) => utf8(base64Bytes(part)));
  const [headText, payloadText] = parts;
  if (headText === undefined || payloadText === undefined || !isJson(headText) || !isJson(payloadText)) {
    return undefined;
  }
  return `{"header":${headText},"payload":${payloadText},"signature":${JSON.stringify(signature)}}`;
}

function decodeBase64(text: string): string | undefined {
  const bytes = base64Bytes(text);
  if (bytes === undefined) {
    return undefined;
  }
  const decoded = utf8(bytes);
  if (decoded === undefined) {
    const hex = Array.from(bytes.subarray(0, maxHexBytes), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return JSON.stringify({ bytes: bytes.length, hex });
  }
  return isJsonContainer(decoded) ? decoded : JSON.stringify(decoded);
}

/** Bytes that are no text are written out in hex up to here. */
const maxHexBytes = 4096;

function base64Bytes(text: string | undefined): Uint8Array | undefined {
  try {
    const binary = atob((text ?? '').replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = new Uint8Array(binary.length);
    // A loop: `Uint8Array.from` with a function is far slower.
    for (let at = 0; at < binary.length; at++) {
      bytes[at] = binary.charCodeAt(at);
    }
    return bytes;
  } catch {
    return undefined;
  }
}

function utf8(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes === undefined ? undefined : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
