import { Cookie, CookieJar } from 'tough-cookie';
import type { CookieFate, CookieNote } from '../core/connection/cookieNote.ts';

/** Bytes of one cookie's name and value, and cookies of one session: as much as browsers take ([RFC 6265] 6.1). */
const maxCookieBytes = 4096;
const maxCookies = 300;

/** The cookies of one session: kept over redirects and reconnects, in memory only, and never across sessions. */
export class SessionCookies {
  // Loose, as browsers are, with cookies that have no name; strict with prefixes, so that a rejection can be told.
  readonly #jar = new CookieJar(undefined, { looseMode: true, prefixSecurity: 'strict' });

  /** Takes what one response sets, and tells of each field what became of it. */
  take(url: URL, fields: readonly string[]): readonly CookieNote[] {
    return fields.map((field) => this.#takeField(url, field));
  }

  /**
   * Value of the Cookie header of a request; empty: none. A header that the user wrote is kept as it is, and what the
   * jar holds is added behind it, but for the names that the user gave a value: theirs win.
   */
  header(url: URL, own: string): string {
    const ownNames = new Set(own.split(';').map(nameOf));
    const kept = this.#jar.getCookiesSync(url.href).filter(({ key }) => !ownNames.has(key));
    return [own, ...kept.map((cookie) => cookie.cookieString())].filter((text) => text.trim() !== '').join('; ');
  }

  /** All that are held at the moment. */
  list(): readonly CookieNote[] {
    return this.#held().map((cookie) => noteOf(cookie, 'set'));
  }

  clear(): void {
    this.#jar.removeAllCookiesSync();
  }

  #takeField(url: URL, field: string): CookieNote {
    const cookie = Cookie.parse(field, { loose: true });
    if (cookie === undefined || (cookie.key === '' && cookie.value === '')) {
      return noteOf(new Cookie({ key: nameOf(field) }), 'refused', 'It is no cookie');
    }
    if (Buffer.byteLength(cookie.cookieString(), 'latin1') > maxCookieBytes) {
      return noteOf(cookie, 'refused', `It is longer than ${maxCookieBytes} bytes`);
    }
    const held = this.#held();
    // One that takes the place of another is welcome, not least one that lets it expire.
    if (held.length >= maxCookies && !held.some(({ key }) => key === cookie.key)) {
      return noteOf(cookie, 'refused', `The session has ${maxCookies} cookies already`);
    }
    try {
      const taken = this.#jar.setCookieSync(cookie, url.href) ?? cookie;
      return noteOf(taken, fateOf(taken, held));
    } catch (error) {
      return noteOf(cookie, 'refused', error instanceof Error ? error.message : String(error));
    }
  }

  #held(): readonly Cookie[] {
    return (this.#jar.serializeSync()?.cookies ?? []).flatMap((data) => Cookie.fromJSON(data) ?? []);
  }
}

function nameOf(pair: string): string {
  return (pair.split(/[=;]/)[0] ?? '').trim();
}

/** @param before What was held before the cookie was taken. */
function fateOf(cookie: Cookie, before: readonly Cookie[]): CookieFate {
  if (cookie.TTL() <= 0) {
    return 'removed';
  }
  // The jar keeps those that have expired until it is asked for cookies.
  const isSame = (held: Cookie): boolean =>
    held.key === cookie.key && held.domain === cookie.domain && held.path === cookie.path && held.TTL() > 0;
  return before.some(isSame) ? 'replaced' : 'set';
}

function noteOf(cookie: Cookie, fate: CookieFate, rejection = ''): CookieNote {
  const { key, domain, path, secure, httpOnly, sameSite } = cookie;
  const expires = cookie.expires === 'Infinity' && cookie.maxAge === null ? undefined : cookie.expiryDate();
  return {
    name: key,
    domain: domain ?? '',
    path: path ?? '',
    expires: expires !== undefined && Number.isFinite(expires.getTime()) ? expires.toISOString() : '',
    secure,
    httpOnly,
    sameSite: sameSite ?? '',
    fate,
    rejection,
  };
}
