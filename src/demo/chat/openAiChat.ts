import { assertNever } from '../../core/assertNever.ts';
import type { ChatFrame, ChatReply, ChatShape } from './reply.ts';
import { fragments, untypedFrame, words } from './reply.ts';

function deltas(reply: ChatReply): readonly object[] {
  const text = words(reply.text).map((content) => ({ content }));
  switch (reply.kind) {
    case 'text':
      return text;
    case 'tool-call':
      return [
        ...text,
        {
          tool_calls: [
            { index: 0, id: 'call_demo_1', type: 'function', function: { name: reply.tool, arguments: '' } },
          ],
        },
        ...fragments(reply.input).map((part) => ({ tool_calls: [{ index: 0, function: { arguments: part } }] })),
      ];
    default:
      return assertNever(reply);
  }
}

/** OpenAI's chat completions, which most others imitate: no event types, `[DONE]` at the end. */
export const openAiChat: ChatShape = {
  lineEnd: '\n',
  pauseMs: 45,
  frames(reply, created) {
    const head = {
      id: 'chatcmpl-demo-1',
      object: 'chat.completion.chunk',
      created,
      model: 'demo-model',
      service_tier: 'default',
      system_fingerprint: 'fp_demo',
    };
    const chunk = (delta: object, finishReason: string | null): ChatFrame =>
      untypedFrame({
        ...head,
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
        usage: null,
      });
    const pieces = deltas(reply);
    return [
      chunk({ role: 'assistant', content: '', refusal: null }, null),
      ...pieces.map((delta) => chunk(delta, null)),
      chunk({}, reply.kind === 'text' ? 'stop' : 'tool_calls'),
      untypedFrame({
        ...head,
        choices: [],
        usage: { prompt_tokens: 14, completion_tokens: pieces.length, total_tokens: 14 + pieces.length },
      }),
      { data: '[DONE]' },
    ];
  },
};
