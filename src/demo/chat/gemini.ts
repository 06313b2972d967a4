import { assertNever } from '../../core/assertNever.ts';
import type { ChatReply, ChatShape } from './reply.ts';
import { untypedFrame, words } from './reply.ts';

const promptTokens = 14;

function parts(reply: ChatReply): readonly object[] {
  const text = words(reply.text, 8).map((piece) => ({ text: piece }));
  switch (reply.kind) {
    case 'text':
      return text;
    case 'tool-call': {
      const args: unknown = JSON.parse(reply.input);
      return [...text, { functionCall: { name: reply.tool, args } }];
    }
    default:
      return assertNever(reply);
  }
}

/** Gemini's generateContent: few, larger pieces, CR LF line ends, no end marker but a `finishReason`. */
export const gemini: ChatShape = {
  lineEnd: '\r\n',
  pauseMs: 300,
  frames(reply) {
    const pieces = [...parts(reply), { text: '' }];
    return pieces.map((part, index) =>
      untypedFrame({
        candidates: [
          {
            content: { parts: [part], role: 'model' },
            ...(index === pieces.length - 1 ? { finishReason: 'STOP' } : {}),
            index: 0,
          },
        ],
        usageMetadata: {
          promptTokenCount: promptTokens,
          candidatesTokenCount: (index + 1) * 8,
          totalTokenCount: promptTokens + (index + 1) * 8,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
        },
        modelVersion: 'demo-model',
        responseId: 'demo-response-1',
      }),
    );
  },
};
