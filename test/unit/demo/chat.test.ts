import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { textReply, toolCallReply } from '../../../src/demo/chat/answer.ts';
import { chatReplyKinds, fragments, words } from '../../../src/demo/chat/reply.ts';
import type { ChatShapeName } from '../../../src/demo/chat/shapes.ts';
import { chatShapeNames } from '../../../src/demo/chat/shapes.ts';
import type { ReceivedEvent } from './demoClient.ts';
import { get } from './demoClient.ts';
import { runningServer } from './runningServer.ts';

/** Finds a value by a path; fails quietly, for payloads that are about something else. */
function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** How a client of each provider puts text and tool arguments together. */
const assemblers: Record<ChatShapeName, (payload: unknown) => { text: string; input: string }> = {
  'openai-chat': (payload) => ({
    text: text(at(payload, 'choices', 0, 'delta', 'content')),
    input: text(at(payload, 'choices', 0, 'delta', 'tool_calls', 0, 'function', 'arguments')),
  }),
  'openai-responses': (payload) => ({
    text: at(payload, 'type') === 'response.output_text.delta' ? text(at(payload, 'delta')) : '',
    input: at(payload, 'type') === 'response.function_call_arguments.delta' ? text(at(payload, 'delta')) : '',
  }),
  anthropic: (payload) => ({
    text: text(at(payload, 'delta', 'text')),
    input: text(at(payload, 'delta', 'partial_json')),
  }),
  gemini: (payload) => {
    const part = at(payload, 'candidates', 0, 'content', 'parts', 0);
    const args = at(part, 'functionCall', 'args');
    return { text: text(at(part, 'text')), input: args === undefined ? '' : JSON.stringify(args) };
  },
  cohere: (payload) => ({
    text: text(at(payload, 'delta', 'message', 'content', 'text')) + text(at(payload, 'delta', 'message', 'tool_plan')),
    input: text(at(payload, 'delta', 'message', 'tool_calls', 'function', 'arguments')),
  }),
};

/** The last event of each provider's stream. */
const endings: Record<ChatShapeName, (event: ReceivedEvent) => boolean> = {
  'openai-chat': ({ data }) => data === '[DONE]',
  'openai-responses': ({ event }) => event === 'response.completed',
  anthropic: ({ event }) => event === 'message_stop',
  gemini: ({ data }) => at(JSON.parse(data), 'candidates', 0, 'finishReason') === 'STOP',
  cohere: ({ event }) => event === 'message-end',
};

describe('/chat', () => {
  const url = runningServer();

  for (const shape of chatShapeNames) {
    for (const kind of chatReplyKinds) {
      it(`streams a whole reply: ${shape}, ${kind}`, async () => {
        const { events, ending } = await get(url(`/chat?shape=${shape}&reply=${kind}&speed=1000`), { method: 'POST' });
        assert.equal(ending, 'ended');
        assert.deepEqual(
          events.flatMap((event, index) => (endings[shape](event) ? [index] : [])),
          [events.length - 1],
        );
        const pieces = events
          .filter(({ data }) => data !== '[DONE]')
          .map(({ data }) => assemblers[shape](JSON.parse(data)));
        const reply = kind === 'text' ? textReply : toolCallReply;
        assert.equal(pieces.map((piece) => piece.text).join(''), reply.text);
        assert.equal(pieces.map((piece) => piece.input).join(''), reply.kind === 'tool-call' ? reply.input : '');
      });
    }
  }

  it('names the event after the type of the payload, where the provider does', async () => {
    for (const shape of ['openai-responses', 'anthropic', 'cohere'] as const) {
      const { events } = await get(url(`/chat?shape=${shape}&speed=1000`));
      for (const { event, data } of events) {
        assert.equal(event, at(JSON.parse(data), 'type'));
      }
    }
    for (const shape of ['openai-chat', 'gemini'] as const) {
      const { events } = await get(url(`/chat?shape=${shape}&speed=1000`));
      assert.ok(events.every(({ event }) => event === undefined));
    }
  });

  it('ends the lines of Gemini with CR LF, those of the others with LF', async () => {
    for (const shape of chatShapeNames) {
      const body = (await get(url(`/chat?shape=${shape}&speed=1000`))).body.toString();
      assert.equal(body.includes('\r\n'), shape === 'gemini', shape);
      assert.equal(/[^\r]\n/.test(body), shape !== 'gemini', shape);
    }
  });

  it('refuses a shape that it does not know and names those that it knows', async () => {
    const { status, body } = await get(url('/chat?shape=other'));
    assert.equal(status, 400);
    assert.match(body.toString(), /openai-chat, openai-responses, anthropic, gemini, cohere/);
  });
});

describe('pieces of a chat reply', () => {
  it('join to the text', () => {
    for (const sample of [textReply.text, ' leading', 'trailing \n', 'one', '']) {
      for (const size of [1, 3, 8]) {
        assert.equal(words(sample, size).join(''), sample);
      }
    }
  });

  it('of JSON join to the JSON and are mostly none themselves', () => {
    const json = '{"a":"b c","d":[1,2]}';
    assert.equal(fragments(json).join(''), json);
    assert.throws(() => JSON.parse(fragments(json)[0] ?? '') as unknown);
  });
});
