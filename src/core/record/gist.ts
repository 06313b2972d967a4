import { cutText } from '../cutText.ts';
import { parseJson } from '../json.ts';
import { jsonText } from '../jsonText.ts';

/**
 * Names of members that say what a payload is for, the most telling first. By shape and not by provider: what streams of
 * language models, job queues and log tails call their text is much the same everywhere.
 */
const tellingNames: readonly (readonly string[])[] = [
  ['content', 'text', 'delta', 'partial_json', 'arguments', 'thinking', 'reasoning_content', 'reasoning', 'thought'],
  ['tool_plan', 'output_text', 'refusal', 'completion', 'answer', 'response', 'token', 'output', 'result', 'code'],
  ['message', 'msg', 'summary', 'description', 'title', 'body', 'detail', 'reason'],
  ['finish_reason', 'finishReason', 'stop_reason', 'status', 'state', 'progress'],
  ['name', 'event', 'event_type', 'value'],
];

const ranks = new Map(tellingNames.flatMap((names, rank) => names.map((name) => [name, rank] as const)));

/** What such members hold describes the request or its bill and not the event. */
const besides: ReadonlySet<string> = new Set([
  'tools',
  'tool_choice',
  'instructions',
  'metadata',
  'parameters',
  'schema',
  'usage',
  'usageMetadata',
  'text_format',
  'safetyRatings',
]);

/** Names of a call's arguments, beside its name. */
const argumentNames = ['arguments', 'args', 'input'] as const;

/** A payload with more values than these is no short message; what comes first of it has been seen. */
const maxValues = 400;
const maxDepth = 8;

interface Finding {
  readonly rank: number;
  readonly text: string;
}

/**
 * The part of a JSON payload that says what the event is about: what a model wrote, the message of an error, a call with
 * its arguments. `undefined` where the data is no JSON object or array, or nothing in it stands out.
 *
 * @param maxLength Characters of the answer.
 */
export function gistOf(data: string, maxLength: number): string | undefined {
  if (!/^\s*[[{]/.test(data)) {
    return undefined;
  }
  const search = new GistSearch();
  search.visit(parseJson(data), '', 0);
  const { best } = search;
  return best === undefined ? undefined : readable(cutText(best.text, maxLength));
}

/** White space alone would be an empty cell. */
function readable(text: string): string {
  return text.trim() === '' ? JSON.stringify(text) : text.replace(/\r\n|[\r\n]/g, '↵');
}

/** Goes through a payload in document order and keeps the most telling text. */
class GistSearch {
  best: Finding | undefined;
  #values = 0;

  visit(value: unknown, name: string, depth: number): void {
    this.#values += 1;
    if (this.#values > maxValues || depth > maxDepth) {
      return;
    }
    if (Array.isArray(value)) {
      for (const element of value) {
        this.visit(element, name, depth + 1);
      }
    } else if (typeof value === 'object' && value !== null) {
      this.#visitObject(Object.entries(value), depth);
    } else if (typeof value === 'string' && value !== '') {
      this.#offer(ranks.get(name), value);
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      // A number tells as much as a name does: `{"value":21.5}`, but never more than a text.
      const rank = ranks.get(name);
      this.#offer(rank === undefined ? undefined : Math.max(rank, tellingNames.length - 1), String(value));
    }
  }

  #visitObject(members: readonly (readonly [string, unknown])[], depth: number): void {
    const call = callOf(members);
    if (call !== undefined) {
      this.#offer(0, call);
    }
    for (const [name, value] of members) {
      if (name === 'error') {
        this.#offer(-1, errorText(value));
      }
      if (!besides.has(name)) {
        this.visit(value, name, depth + 1);
      }
    }
  }

  #offer(rank: number | undefined, text: string): void {
    if (rank !== undefined && text !== '' && (this.best === undefined || rank < this.best.rank)) {
      this.best = { rank, text };
    }
  }
}

/** What an error says of itself; empty where there is none. */
function errorText(error: unknown): string {
  if (typeof error === 'string') {
    return error;
  }
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  const texts = Object.entries(error).filter(([, value]) => typeof value === 'string' && value !== '');
  const named = ['message', 'detail', 'code', 'type'].map((name) => texts.find(([known]) => known === name));
  return String(named.find((member) => member !== undefined)?.[1] ?? '');
}

/** A call of a tool as one reads it: `weather({"location":"Paris"})`. */
function callOf(members: readonly (readonly [string, unknown])[]): string | undefined {
  const name = members.find(([known]) => known === 'name')?.[1];
  const given = members.find(([known]) => argumentNames.some((candidate) => candidate === known))?.[1];
  if (typeof name !== 'string' || name === '' || given === undefined || given === null) {
    return undefined;
  }
  const text = typeof given === 'string' ? given : jsonText(given);
  return `${name}(${text === '{}' ? '' : text})`;
}
