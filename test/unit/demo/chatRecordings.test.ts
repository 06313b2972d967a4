import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { textReply, toolCallReply } from '../../../src/demo/chat/answer.ts';
import type { ChatReply } from '../../../src/demo/chat/reply.ts';
import type { ChatShapeName } from '../../../src/demo/chat/shapes.ts';
import { chatShapeNames, chatShapes } from '../../../src/demo/chat/shapes.ts';

/** Recordings of the providers' real streams. They lie beside the checkout of those who have them. */
const recordings = path.resolve(import.meta.dirname, '../../../../shared/streams');

const folders: Record<ChatShapeName, string> = {
  'openai-chat': 'openai-chat',
  'openai-responses': 'openai-responses',
  anthropic: 'anthropic-messages',
  gemini: 'gemini',
  cohere: 'cohere',
};

/** What to compare: the recordings of Cohere hold tool calls only, so there is nothing to hold its text against. */
const replies: Record<ChatShapeName, readonly ChatReply[]> = {
  'openai-chat': [textReply, toolCallReply],
  'openai-responses': [textReply, toolCallReply],
  anthropic: [textReply, toolCallReply],
  gemini: [textReply, toolCallReply],
  cohere: [toolCallReply],
};

type Payload = Readonly<Record<string, unknown>>;

/** Every place in a payload with the kind of value there, such as `.delta.text:string`. */
function places(value: unknown, place = ''): string[] {
  if (Array.isArray(value)) {
    return [`${place}:array`, ...value.flatMap((inner) => places(inner, `${place}[]`))];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => {
      const here = `${place}.${key}`;
      // The arguments of a tool call are as the tool wants them, not as the provider does.
      return key === 'args' ? [here] : [here, ...places(inner, here)];
    });
  }
  // Absent and present values of one field are both right.
  return value === null ? [] : [`${place}:${typeof value}`];
}

function typeOf(payload: Payload): string {
  return typeof payload['type'] === 'string' ? payload['type'] : '';
}

function placesByType(payloads: readonly Payload[]): Map<string, Set<string>> {
  const byType = new Map<string, Set<string>>();
  for (const payload of payloads) {
    const known = byType.get(typeOf(payload)) ?? new Set<string>();
    places(payload).forEach((place) => known.add(place));
    byType.set(typeOf(payload), known);
  }
  return byType;
}

/** Pairs of neighbouring types, such as `message_delta > message_stop`, with the start and the end. */
function successions(payloads: readonly Payload[]): string[] {
  const types = ['start', ...payloads.map(typeOf), 'end'];
  return types.slice(1).map((type, index) => `${types[index] ?? ''} > ${type}`);
}

function recorded(shape: ChatShapeName): Payload[][] {
  return globSync('*.jsonl', { cwd: path.join(recordings, folders[shape]) }).map((file) =>
    readFileSync(path.join(recordings, folders[shape], file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Payload),
  );
}

function streamed(shape: ChatShapeName): Payload[][] {
  return replies[shape].map((reply) =>
    chatShapes[shape]
      .frames(reply, 1_800_000_000)
      .filter(({ data }) => data !== '[DONE]')
      .map(({ data }) => JSON.parse(data) as Payload),
  );
}

describe('chat shapes against recorded streams', () => {
  for (const shape of chatShapeNames) {
    const title = `${shape}: payloads have no key, value type or order that the provider's have not`;
    if (!existsSync(recordings)) {
      it.skip(`${title} (skipped: no recordings beside this checkout)`);
      continue;
    }
    it(title, () => {
      const samples = recorded(shape);
      assert.ok(samples.length > 0);
      const known = placesByType(samples.flat());
      const knownSuccessions = new Set(samples.flatMap(successions));
      for (const payloads of streamed(shape)) {
        for (const [type, found] of placesByType(payloads)) {
          const unknown = [...found].filter((place) => known.get(type)?.has(place) !== true);
          assert.deepEqual(unknown, [], `unknown in payloads of type "${type}"`);
        }
        const unknown = successions(payloads).filter((pair) => !knownSuccessions.has(pair));
        assert.deepEqual(unknown, []);
      }
    });
  }
});
