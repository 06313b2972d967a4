import { anthropic } from './anthropic.ts';
import { cohere } from './cohere.ts';
import { gemini } from './gemini.ts';
import { openAiChat } from './openAiChat.ts';
import { openAiResponses } from './openAiResponses.ts';
import type { ChatShape } from './reply.ts';

/** Values of the query parameter `shape` of `/chat`. */
export const chatShapeNames = ['openai-chat', 'openai-responses', 'anthropic', 'gemini', 'cohere'] as const;

export type ChatShapeName = (typeof chatShapeNames)[number];

export const chatShapes: Readonly<Record<ChatShapeName, ChatShape>> = {
  'openai-chat': openAiChat,
  'openai-responses': openAiResponses,
  anthropic,
  gemini,
  cohere,
};
