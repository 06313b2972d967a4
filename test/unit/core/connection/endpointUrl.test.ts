import assert from 'node:assert/strict';
import { parseEndpointUrl } from '../../../../src/core/connection/endpointUrl.ts';

describe('parseEndpointUrl', () => {
  const accepted: readonly (readonly [text: string, url: string])[] = [
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://Example.com/A?b=c', 'https://example.com/A?b=c'],
    ['localhost:3000/x', 'http://localhost:3000/x'],
    ['localhost:3000', 'http://localhost:3000/'],
    ['localhost:3000?a=1', 'http://localhost:3000/?a=1'],
    ['localhost/x', 'http://localhost/x'],
    ['127.0.0.1:8080/events', 'http://127.0.0.1:8080/events'],
    ['[::1]:8080/events', 'http://[::1]:8080/events'],
    ['//example.com/x', 'http://example.com/x'],
    ['  http://example.com/x\n', 'http://example.com/x'],
    ['http://user:secret@example.com/', 'http://user:secret@example.com/'],
    ['http://example.com/ü', 'http://example.com/%C3%BC'],
  ];
  for (const [text, url] of accepted) {
    it(`reads ${JSON.stringify(text)} as ${url}`, () => {
      assert.deepEqual(parseEndpointUrl(text), { ok: true, url });
    });
  }

  const refused: readonly (readonly [text: string, code: string, subject: string])[] = [
    ['', 'empty', ''],
    ['  ', 'empty', ''],
    ['ftp://example.com/', 'unsupported-scheme', 'ftp'],
    ['ws://localhost:3000/', 'unsupported-scheme', 'ws'],
    ['file:///etc/passwd', 'unsupported-scheme', 'file'],
    ['mailto:someone@example.com', 'unsupported-scheme', 'mailto'],
    ['javascript:alert(1)', 'unsupported-scheme', 'javascript'],
    ['http://', 'bad-url', 'http://'],
    ['http:example.com', 'bad-url', 'http:example.com'],
    ['http:///x', 'bad-url', 'http:///x'],
    ['localhost:99999/x', 'bad-url', 'localhost:99999/x'],
    ['http://exa mple.com/', 'bad-url', 'http://exa mple.com/'],
    ['/events', 'bad-url', '/events'],
    ['http://[::1/', 'bad-url', 'http://[::1/'],
  ];
  for (const [text, code, subject] of refused) {
    it(`refuses ${JSON.stringify(text)} as ${code}`, () => {
      assert.deepEqual(parseEndpointUrl(text), { ok: false, fault: { code, subject } });
    });
  }
});
