import { textReply, toolCallReply } from '../chat/answer.ts';
import { chatReplyKinds } from '../chat/reply.ts';
import { chatShapeNames, chatShapes } from '../chat/shapes.ts';
import { formatBlock } from '../framing.ts';
import { choiceParameter } from '../parameters.ts';
import type { Scenario } from '../scenario.ts';

const thinkingMs = 600;

/** Factors on the pause between two frames: models do not type to a metronome. */
const rhythm = [0.6, 1.1, 0.8, 1.7, 0.5, 1.3, 0.9, 1.1] as const;

/** A model's answer, word by word, in the shape of a provider. Nothing is generated and nothing in the request is read. */
export const chat: Scenario = {
  path: '/chat',
  methods: ['GET', 'POST'],
  summary: `a model's answer; shape=${chatShapeNames.join('|')}, reply=${chatReplyKinds.join('|')}`,
  async run(exchange) {
    const shape = chatShapes[choiceParameter(exchange.query, 'shape', chatShapeNames, 'openai-chat')];
    const kind = choiceParameter(exchange.query, 'reply', chatReplyKinds, 'text');
    const reply = kind === 'text' ? textReply : toolCallReply;
    exchange.openStream();
    await exchange.wait(thinkingMs);
    for (const [index, frame] of shape.frames(reply, Math.floor(Date.now() / 1000)).entries()) {
      await exchange.write(formatBlock(frame, shape.lineEnd));
      await exchange.wait(shape.pauseMs * (rhythm[index % rhythm.length] ?? 1));
    }
    exchange.end();
  },
};
