import { mask } from '../core/connection/maskHeader.ts';

const placeholder = /\$\{secret:([A-Za-z0-9_.-]+)\}/g;

/** A value that is a placeholder and nothing else. */
export const loneSecret = /^\$\{secret:[A-Za-z0-9_.-]+\}$/;

/** Names of the secrets that header values ask for, each once. */
export function secretNames(headers: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.values(headers).flatMap((value) => [...value.matchAll(placeholder)].map(([, name]) => name));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Names of the headers whose values hold secrets. */
export function secretHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(headers).filter((name) => secretNames({ value: headers[name] ?? '' }).length > 0);
}

/** Puts secrets in the places of their placeholders. */
export function fillSecrets(
  headers: Readonly<Record<string, string>>,
  secrets: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([header, value]) => [
      header,
      value.replace(placeholder, (whole, name: string) => secrets.get(name) ?? whole),
    ]),
  );
}

/** Headers whose values are never credentials. Of all others only the placeholders are shown. */
const harmlessHeaders: readonly string[] = [
  'accept',
  'accept-language',
  'cache-control',
  'content-type',
  'last-event-id',
  'user-agent',
];

/** The value of a saved header as it may be shown: stricter than what is kept of headers as sent, because nothing is lost. */
export function maskHeader(name: string, value: string): string {
  if (harmlessHeaders.includes(name.toLowerCase()) || value === '') {
    return value;
  }
  const shown = value.match(placeholder)?.join(' ');
  return shown ?? mask;
}

/** A request's body as it may be shown: bodies hold tokens and passwords in forms that nobody can foresee. */
export function maskBody(body: string): string {
  return body === '' ? '' : mask;
}
