import type { LineEnd } from '../framing.ts';

/** What the pretended model says. */
export type ChatReply =
  | { readonly kind: 'text'; readonly text: string }
  /** Says what it is about to do, then calls a tool. */
  | {
      readonly kind: 'tool-call';
      readonly text: string;
      readonly tool: string;
      /** JSON. */
      readonly input: string;
    };

export const chatReplyKinds = ['text', 'tool-call'] as const satisfies readonly ChatReply['kind'][];

/** One event of a provider's stream. */
export interface ChatFrame {
  /** Event type, for the providers that name one. */
  readonly event?: string;
  readonly data: string;
}

/** How one provider streams a reply. */
export interface ChatShape {
  readonly lineEnd: LineEnd;
  /** Time between two frames at human speed. */
  readonly pauseMs: number;
  /** The whole stream. `created`: seconds since 1970-01-01 UTC. */
  frames(reply: ChatReply, created: number): readonly ChatFrame[];
}

/** Cuts a text into pieces of some words each, as models emit them. Joined, they are the text again. */
export function words(text: string, wordsPerPiece = 1): readonly string[] {
  const single = text.match(/\s*\S+(?:\s+$)?/g) ?? [];
  const pieces: string[] = [];
  for (let index = 0; index < single.length; index += wordsPerPiece) {
    pieces.push(single.slice(index, index + wordsPerPiece).join(''));
  }
  return pieces;
}

/** Cuts JSON into pieces that are no JSON themselves, as tool calls arrive. */
export function fragments(json: string): readonly string[] {
  return json.match(/[^\s\w]+|\w+|\s+/g) ?? [];
}

/** A frame of a provider that names the event after the payload's `type`. */
export function typedFrame(payload: { readonly type: string; readonly [key: string]: unknown }): ChatFrame {
  return { event: payload.type, data: JSON.stringify(payload) };
}

/** A frame of a provider that names no event. */
export function untypedFrame(payload: object): ChatFrame {
  return { data: JSON.stringify(payload) };
}
