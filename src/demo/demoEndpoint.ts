import type { Translate } from '../core/words/translate.ts';

/** An endpoint of the demo server as it can be saved among the user's. */
export interface DemoEndpoint {
  readonly name: string;
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly description: string;
}

const chatBody = JSON.stringify({
  model: 'demo-model',
  stream: true,
  messages: [{ role: 'user', content: 'What are Server-Sent Events?' }],
});

function chatEndpoint(name: string, url: string, description: string): DemoEndpoint {
  return { name, url, method: 'POST', headers: { 'Content-Type': 'application/json' }, body: chatBody, description };
}

/** The endpoints worth looking at, the friendliest first. */
export function demoEndpoints(url: string, t: Translate): readonly DemoEndpoint[] {
  return [
    { name: t('Ticker'), url: `${url}/ticker`, description: t('Prices without end: ids, retry, heartbeats, resumes') },
    chatEndpoint(t('Chat, OpenAI'), `${url}/chat?shape=openai-chat`, t('A model’s answer as chat completion chunks')),
    chatEndpoint(
      t('Chat, OpenAI Responses'),
      `${url}/chat?shape=openai-responses`,
      t('The same answer as typed response events'),
    ),
    chatEndpoint(t('Chat, Anthropic'), `${url}/chat?shape=anthropic`, t('The same answer as content blocks')),
    chatEndpoint(t('Chat, Gemini'), `${url}/chat?shape=gemini`, t('The same answer in larger pieces, with CRLF')),
    chatEndpoint(t('Chat, Cohere'), `${url}/chat?shape=cohere`, t('The same answer as content deltas')),
    chatEndpoint(
      t('Chat, tool call'),
      `${url}/chat?shape=anthropic&reply=tool-call`,
      t('A tool call whose arguments arrive in pieces'),
    ),
    { name: t('Flaky'), url: `${url}/flaky`, description: t('Ends or breaks now and then, and resumes') },
    { name: t('Broken'), url: `${url}/broken`, description: t('One of each protocol violation') },
    { name: t('Firehose'), url: `${url}/firehose?rate=1000`, description: t('1,000 events a second') },
    { name: t('Behind a buffer'), url: `${url}/slow`, description: t('Silence, then a burst') },
    { name: t('Status 503'), url: `${url}/status?code=503`, description: t('An error with Retry-After, no stream') },
    { name: t('Login page'), url: `${url}/html`, description: t('An HTML page with status 200, no stream') },
  ];
}
