import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gistOf } from '../../../../src/core/record/gist.ts';

/** Recordings of the providers' real streams. They lie beside the checkout of those who have them. */
const recordings = path.resolve(import.meta.dirname, '../../../../../shared/streams');

function gists(file: string): readonly (string | undefined)[] {
  const lines = readFileSync(path.join(recordings, file), 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => gistOf(line, 400));
}

/** What a recording's gists say together. */
function told(file: string): string {
  return gists(file).join('');
}

describe('the gist of a payload', () => {
  it('is found whatever the depth of the arguments of a call', () => {
    const deep = `${'['.repeat(300_000)}1${']'.repeat(300_000)}`;
    assert.equal(gistOf(`{"name":"f","arguments":${deep}}`, 6), 'f([[[[');
  });

  it('is the text that a model writes, whatever else stands around it', () => {
    assert.equal(gistOf('{"id":"c","object":"chunk","choices":[{"delta":{"content":" the"}}]}', 400), ' the');
    assert.equal(gistOf('{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hello"}}', 400), 'Hello');
    assert.equal(gistOf('{"type":"response.output_text.delta","item_id":"m","delta":"Hi"}', 400), 'Hi');
    assert.equal(gistOf('{"candidates":[{"content":{"parts":[{"text":"Good"}],"role":"model"}}]}', 400), 'Good');
  });

  it('is the message of an error before all else', () => {
    const text = '{"content":"x","error":{"type":"overloaded_error","message":"Overloaded"}}';
    assert.equal(gistOf(text, 400), 'Overloaded');
    assert.equal(gistOf('{"error":"no such model"}', 400), 'no such model');
    assert.equal(gistOf('{"error":null,"status":"running"}', 400), 'running');
  });

  it('is a call with its arguments', () => {
    assert.equal(
      gistOf('{"functionCall":{"name":"weather","args":{"location":"Paris"}}}', 400),
      'weather({"location":"Paris"})',
    );
    assert.equal(gistOf('{"function":{"name":"weather","arguments":""}}', 400), 'weather()');
  });

  it('shows white space, and keeps to a line and to a length', () => {
    assert.equal(gistOf('{"text":" \\n"}', 400), '" \\n"');
    assert.equal(gistOf('{"text":"a\\r\\nb\\nc"}', 400), 'a↵b↵c');
    assert.equal(gistOf(JSON.stringify({ text: 'x'.repeat(1000) }), 10), 'xxxxxxxxxx');
  });

  it('is nothing where nothing stands out, and for what is no JSON object or array', () => {
    assert.equal(gistOf('{"tick":1}', 400), undefined);
    assert.equal(gistOf('{"text":', 400), undefined);
    assert.equal(gistOf('plain text', 400), undefined);
    assert.equal(gistOf('"text"', 400), undefined);
    assert.equal(gistOf('[]', 400), undefined);
  });

  it('leaves the request and its bill aside', () => {
    assert.equal(gistOf('{"response":{"status":"completed","tools":[{"description":"a tool"}]}}', 400), 'completed');
  });

  it('ends in a payload that is deep or wide', () => {
    assert.equal(gistOf(`${'['.repeat(5000)}${']'.repeat(5000)}`, 400), undefined);
    assert.equal(gistOf(JSON.stringify(Array.from({ length: 10_000 }, () => ({ x: 1 }))), 400), undefined);
  });

  describe('in recorded streams', () => {
    before(function () {
      if (!existsSync(recordings)) {
        // They are other people's files and not part of this repository.
        this.skip();
      }
    });

    it('is what each model wrote, piece by piece', () => {
      const texts: readonly (readonly [string, RegExp])[] = [
        ['anthropic-messages/anthropic-text.jsonl', /Hello! I'm doing well, thank you for asking\. How are you/],
        ['openai-chat/mistral-reasoning.jsonl', /The user is asking for 2\+2.*2 \+ 2 = 4stop/],
        ['gemini-interactions/basic.jsonl', /I'm doing great, thank you for asking!/],
        ['cohere/cohere-tool-call.jsonl', /I will use the weather tool to find the weather/],
        ['gemini/google-tool-call.jsonl', /weather\(\{"location":"San Francisco"\}\)/],
        ['openai-responses/openai-error.1.jsonl', /You exceeded your current quota/],
      ];
      for (const [file, expected] of texts) {
        assert.match(told(file), expected, file);
      }
    });
  });
});
