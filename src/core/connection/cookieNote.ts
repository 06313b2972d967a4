import * as v from 'valibot';

const cookieFates = ['set', 'replaced', 'removed', 'refused'] as const;

/** What a response made of a cookie: a new one, another value for one that was there, an end to it, or nothing. */
export type CookieFate = (typeof cookieFates)[number];

export const cookieNoteSchema = v.object({
  name: v.string(),
  domain: v.string(),
  path: v.string(),
  /** ISO 8601; empty: it lasts as long as the session. */
  expires: v.string(),
  secure: v.boolean(),
  httpOnly: v.boolean(),
  /** `strict`, `lax`, `none`, or empty where the server does not say. */
  sameSite: v.string(),
  fate: v.picklist(cookieFates),
  /** Why it was not taken; empty: it was. */
  rejection: v.string(),
});

/** A cookie without its value, which is nobody's business, and what became of it. */
export type CookieNote = Readonly<v.InferOutput<typeof cookieNoteSchema>>;
