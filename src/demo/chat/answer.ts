import type { ChatReply } from './reply.ts';

const explanation = `**Server-Sent Events** are the web's simplest way to keep talking 📡

A browser or program sends one ordinary HTTP request. The server answers with the type \`text/event-stream\` and then just does not hang up: whenever there is news, it writes a few lines of text and an empty line. That is an event.

- \`data:\` carries the news itself; several lines make one text.
- \`event:\` gives it a type, so that a listener can pick what it cares about.
- \`id:\` is a bookmark. After a break the client says where it was, in \`Last-Event-ID\`, and the server goes on from there.
- \`retry:\` says how many milliseconds to wait before trying again.
- A line that starts with a colon is a comment; servers use it as a heartbeat.

You are reading such a stream right now: every word of this answer came as an event of its own. Select one in the list to see its bytes.`;

/** The answer to "What are Server-Sent Events?". */
export const textReply: ChatReply = { kind: 'text', text: explanation };

/** The answer to "How many events arrived in the last minute?", of which the model has no idea by itself. */
export const toolCallReply: ChatReply = {
  kind: 'tool-call',
  text: 'Let me count the events of the last minute.',
  tool: 'count_events',
  input: '{"stream":"/ticker","window":{"seconds":60},"types":["price","trade"]}',
};
