import { assertNever } from '../../core/assertNever.ts';
import type { ChatFrame, ChatReply, ChatShape } from './reply.ts';
import { fragments, typedFrame, words } from './reply.ts';

const inputTokens = 14;
const ping = typedFrame({ type: 'ping' });

function block(index: number, start: object, deltas: readonly object[]): readonly ChatFrame[] {
  return [
    typedFrame({ type: 'content_block_start', index, content_block: start }),
    ping,
    ...deltas.map((delta) => typedFrame({ type: 'content_block_delta', index, delta })),
    typedFrame({ type: 'content_block_stop', index }),
  ];
}

function textBlock(text: string): readonly ChatFrame[] {
  return block(
    0,
    { type: 'text', text: '' },
    words(text).map((word) => ({ type: 'text_delta', text: word })),
  );
}

function blocks(reply: ChatReply): readonly ChatFrame[] {
  switch (reply.kind) {
    case 'text':
      return textBlock(reply.text);
    case 'tool-call':
      return [
        ...textBlock(reply.text),
        ...block(
          1,
          { type: 'tool_use', id: 'toolu_demo_1', name: reply.tool, input: {} },
          ['', ...fragments(reply.input)].map((part) => ({ type: 'input_json_delta', partial_json: part })),
        ),
      ];
    default:
      return assertNever(reply);
  }
}

/** Anthropic's messages: blocks that start, grow and stop; the event type is the payload's. */
export const anthropic: ChatShape = {
  lineEnd: '\n',
  pauseMs: 45,
  frames(reply) {
    const content = blocks(reply);
    return [
      typedFrame({
        type: 'message_start',
        message: {
          model: 'demo-model',
          id: 'msg_demo_1',
          type: 'message',
          role: 'assistant',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: inputTokens, output_tokens: 1 },
        },
      }),
      ...content,
      typedFrame({
        type: 'message_delta',
        delta: { stop_reason: reply.kind === 'text' ? 'end_turn' : 'tool_use', stop_sequence: null },
        usage: { input_tokens: inputTokens, output_tokens: content.length },
      }),
      typedFrame({ type: 'message_stop' }),
    ];
  },
};
