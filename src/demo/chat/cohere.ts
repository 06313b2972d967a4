import { assertNever } from '../../core/assertNever.ts';
import type { ChatFrame, ChatReply, ChatShape } from './reply.ts';
import { fragments, typedFrame, words } from './reply.ts';

function body(reply: ChatReply): readonly ChatFrame[] {
  switch (reply.kind) {
    case 'text':
      return [
        typedFrame({
          type: 'content-start',
          index: 0,
          delta: { message: { content: { type: 'text', text: '' } } },
        }),
        ...words(reply.text).map((text) =>
          typedFrame({ type: 'content-delta', index: 0, delta: { message: { content: { text } } } }),
        ),
        typedFrame({ type: 'content-end', index: 0 }),
      ];
    case 'tool-call':
      return [
        ...words(reply.text).map((plan) =>
          typedFrame({ type: 'tool-plan-delta', delta: { message: { tool_plan: plan } } }),
        ),
        typedFrame({
          type: 'tool-call-start',
          index: 0,
          delta: {
            message: {
              tool_calls: { id: 'call_demo_1', type: 'function', function: { name: reply.tool, arguments: '' } },
            },
          },
        }),
        ...fragments(reply.input).map((part) =>
          typedFrame({
            type: 'tool-call-delta',
            index: 0,
            delta: { message: { tool_calls: { function: { arguments: part } } } },
          }),
        ),
        typedFrame({ type: 'tool-call-end', index: 0 }),
      ];
    default:
      return assertNever(reply);
  }
}

/** Cohere's chat, version 2: the plan before a tool call is a stream of its own. */
export const cohere: ChatShape = {
  lineEnd: '\n',
  pauseMs: 45,
  frames(reply) {
    const content = body(reply);
    return [
      typedFrame({
        type: 'message-start',
        id: 'demo-message-1',
        delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
      }),
      ...content,
      typedFrame({
        type: 'message-end',
        delta: {
          finish_reason: reply.kind === 'text' ? 'COMPLETE' : 'TOOL_CALL',
          usage: {
            billed_units: { input_tokens: 14, output_tokens: content.length },
            tokens: { input_tokens: 14, output_tokens: content.length },
          },
        },
      }),
    ];
  },
};
