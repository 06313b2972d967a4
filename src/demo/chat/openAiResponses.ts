import { assertNever } from '../../core/assertNever.ts';
import type { ChatFrame, ChatReply, ChatShape } from './reply.ts';
import { fragments, typedFrame, words } from './reply.ts';

interface Payload {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** An item of the output: what announces it, and what it is when it is whole. */
interface OutputItem {
  readonly whole: object;
  readonly payloads: readonly Payload[];
}

function message(text: string, outputIndex: number): OutputItem {
  const id = 'msg_demo_1';
  const place = { item_id: id, output_index: outputIndex, content_index: 0 };
  const item = { id, type: 'message', role: 'assistant' };
  const part = { type: 'output_text', annotations: [], logprobs: [], text };
  const whole = { ...item, status: 'completed', content: [part] };
  return {
    whole,
    payloads: [
      {
        type: 'response.output_item.added',
        output_index: outputIndex,
        item: { ...item, status: 'in_progress', content: [] },
      },
      { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
      ...words(text).map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
      { type: 'response.output_text.done', ...place, text, logprobs: [] },
      { type: 'response.content_part.done', ...place, part },
      { type: 'response.output_item.done', output_index: outputIndex, item: whole },
    ],
  };
}

function functionCall(tool: string, input: string, outputIndex: number): OutputItem {
  const id = 'fc_demo_1';
  const place = { item_id: id, output_index: outputIndex };
  const item = { id, type: 'function_call', call_id: 'call_demo_1', name: tool };
  const whole = { ...item, status: 'completed', arguments: input };
  return {
    whole,
    payloads: [
      {
        type: 'response.output_item.added',
        output_index: outputIndex,
        item: { ...item, status: 'in_progress', arguments: '' },
      },
      ...fragments(input).map((delta) => ({ type: 'response.function_call_arguments.delta', ...place, delta })),
      { type: 'response.function_call_arguments.done', ...place, arguments: input },
      { type: 'response.output_item.done', output_index: outputIndex, item: whole },
    ],
  };
}

function outputItems(reply: ChatReply): readonly OutputItem[] {
  switch (reply.kind) {
    case 'text':
      return [message(reply.text, 0)];
    case 'tool-call':
      return [message(reply.text, 0), functionCall(reply.tool, reply.input, 1)];
    default:
      return assertNever(reply);
  }
}

/** OpenAI's responses: the event type is the payload's, every payload is numbered, the last one has everything. */
export const openAiResponses: ChatShape = {
  lineEnd: '\n',
  pauseMs: 45,
  frames(reply, created) {
    const items = outputItems(reply);
    const response = {
      id: 'resp_demo_1',
      object: 'response',
      created_at: created,
      status: 'in_progress',
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      max_output_tokens: null,
      model: 'demo-model',
      output: [],
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: null, summary: null },
      store: true,
      temperature: 1,
      text: { format: { type: 'text' }, verbosity: 'medium' },
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      truncation: 'disabled',
      usage: null,
      user: null,
      metadata: {},
    };
    const outputTokens = items.reduce((sum, { payloads }) => sum + payloads.length, 0);
    const payloads: readonly Payload[] = [
      { type: 'response.created', response },
      { type: 'response.in_progress', response },
      ...items.flatMap((item) => item.payloads),
      {
        type: 'response.completed',
        response: {
          ...response,
          status: 'completed',
          output: items.map(({ whole }) => whole),
          usage: {
            input_tokens: 14,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: outputTokens,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: 14 + outputTokens,
          },
        },
      },
    ];
    return payloads.map(({ type, ...rest }, index): ChatFrame => typedFrame({ type, sequence_number: index, ...rest }));
  },
};
