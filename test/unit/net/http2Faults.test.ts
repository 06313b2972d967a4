import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { describeProblem } from '../../../src/core/words/problem.ts';
import { until } from '../../support/until.ts';
import { type RawHttp2Server, type RawPeer, startRawHttp2Server } from './rawHttp2Server.ts';
import { type Probe, probe } from './streamProbe.ts';

const h2c = { options: { httpVersion: 'h2c' } } as const;
const noError = 0;
const protocolError = 1;
const internalError = 2;
const refusedStream = 7;
const cancel = 8;
const enhanceYourCalm = 11;

describe('a stream over HTTP/2 that does not end in order', () => {
  let server: RawHttp2Server | undefined;
  let streams: Probe[] = [];

  const serve = async (
    answer: (peer: RawPeer, stream: number) => void,
    greet?: (peer: RawPeer) => void,
  ): Promise<(request?: { readonly method: string; readonly body: string }) => Probe> => {
    const started = await startRawHttp2Server(answer, greet);
    server = started;
    return (request) => {
      const stream = probe(started.url, { ...h2c, ...request });
      streams.push(stream);
      return stream;
    };
  };

  afterEach(async () => {
    streams.forEach(({ connection }) => connection.abort());
    streams = [];
    await server?.close();
    server = undefined;
  });

  for (const [name, code] of [
    ['INTERNAL_ERROR', internalError],
    ['CANCEL', cancel],
    ['ENHANCE_YOUR_CALM', enhanceYourCalm],
    ['HTTP_1_1_REQUIRED', 13],
    ['0x3e7', 999],
  ] as const) {
    it(`names RST_STREAM with ${name} before a response`, async () => {
      const open = await serve((peer, stream) => peer.reset(stream, code));
      const problem = await open().problem();
      assert.deepEqual([problem.code, problem.systemCode], ['stream-reset', name]);
    });

    it(`names RST_STREAM with ${name} in a body, after all that came before it`, async () => {
      const open = await serve((peer, stream) => {
        peer.head(stream);
        peer.data(stream, 'data: before\n\n');
        peer.reset(stream, code);
      });
      const stream = open();
      const problem = await stream.problem();
      assert.deepEqual([problem.code, problem.systemCode], ['stream-reset', name]);
      assert.equal(stream.text, 'data: before\n\n');
    });
  }

  it('gives out all that came before a reset also where reading has paused', async () => {
    const text = `data: ${'x'.repeat(15_000)}\n\n`;
    const open = await serve((peer, stream) => {
      peer.head(stream);
      for (let count = 0; count < 20; count++) {
        peer.data(stream, text);
      }
      peer.reset(stream, internalError);
    });
    const stream = open();
    stream.isGreedy = false;
    await stream.seen('data: x');
    // The client closes the connection when it has seen the reset.
    await until('the reset to be seen', () => server?.openSockets === 0);
    assert.ok(stream.text.length < 20 * text.length, 'not all is read yet');
    stream.isGreedy = true;
    stream.connection.resume();
    assert.equal((await stream.problem()).systemCode, 'INTERNAL_ERROR');
    assert.equal(stream.text.length, 20 * text.length);
  });

  it('is a reset with NO_ERROR where the server resets it in order without an answer', async () => {
    const open = await serve((peer, stream) => peer.reset(stream, noError));
    const problem = await open().problem();
    assert.deepEqual([problem.code, problem.systemCode], ['stream-reset', 'NO_ERROR']);
  });

  it('is a reset too where NO_ERROR comes before the end of a body', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: before\n\n');
      peer.reset(stream, noError);
    });
    const stream = open();
    const problem = await stream.problem();
    assert.deepEqual([problem.code, problem.systemCode], ['stream-reset', 'NO_ERROR']);
    assert.equal(stream.text, 'data: before\n\n');
    assert.match(describeProblem(problem, (text) => text).meaning, /did not end the stream in order/);
  });

  it('ends in order where a reset comes after a complete response, which is about the rest of the request', async () => {
    for (const code of [noError, cancel]) {
      const open = await serve((peer, stream) => {
        peer.head(stream);
        peer.data(stream, 'data: all\n\n', true);
        peer.reset(stream, code);
      });
      const stream = open({ method: 'POST', body: 'x'.repeat(200_000) });
      assert.equal((await stream.outcome()).name, 'ended');
      assert.equal(stream.text, 'data: all\n\n');
      await server?.close();
    }
    server = undefined;
  });

  it('names GOAWAY with its error and its debug data', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: before\n\n');
      peer.goAway(stream, enhanceYourCalm, 'too many pings');
    });
    const stream = open();
    const problem = await stream.problem();
    assert.deepEqual([problem.code, problem.systemCode], ['going-away', 'ENHANCE_YOUR_CALM']);
    assert.match(problem.detail, /had begun with the request: too many pings/);
    assert.equal(stream.text, 'data: before\n\n');
    assert.match(describeProblem(problem, (text) => text).meaning, /too many pings/);
  });

  it('ends in order after GOAWAY with NO_ERROR where the server lets it end', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.goAway(stream, noError);
      peer.data(stream, 'data: last\n\n', true);
    });
    const stream = open();
    assert.equal((await stream.outcome()).name, 'ended');
    assert.equal(stream.text, 'data: last\n\n');
  });

  it('is told to be going away where the server closes after GOAWAY with NO_ERROR', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: before\n\n');
      peer.goAway(stream, noError, 'restart');
      peer.socket.end();
    });
    const problem = await open().problem();
    assert.deepEqual([problem.code, problem.systemCode], ['going-away', 'NO_ERROR']);
  });

  it('takes no new stream to a connection that is going away', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: x\n\n');
      if (server?.peers.length === 1) {
        peer.goAway(stream, noError);
      }
    });
    const first = open();
    await first.seen('data: x');
    const second = open();
    await second.seen('data: x');
    assert.equal(server?.peers.length, 2);
    assert.equal(second.connection.report().exchanges[0]?.reusedConnection, false);
  });

  it('is sent once more on a new connection where a shared one refuses it', async () => {
    const open = await serve((peer, stream) => {
      if (stream === 1) {
        peer.head(stream);
        peer.data(stream, 'data: x\n\n');
      } else {
        peer.reset(stream, refusedStream);
      }
    });
    await open().seen('data: x');
    const second = open();
    await second.seen('data: x');
    assert.equal(server?.peers.length, 2);
    assert.equal(server.streams, 3);
  });

  it('is sent once more where a shared connection goes away without having begun with it', async () => {
    const open = await serve((peer, stream) => {
      if (stream === 1) {
        peer.head(stream);
        peer.data(stream, 'data: x\n\n');
      } else {
        peer.goAway(1, noError);
      }
    });
    const first = open();
    await first.seen('data: x');
    const second = open();
    await second.seen('data: x');
    assert.equal(server?.peers.length, 2);
  });

  it('is refused for good where a new connection refuses it, and says that it may be sent again', async () => {
    const open = await serve((peer, stream) => peer.reset(stream, refusedStream));
    const problem = await open().problem();
    assert.deepEqual([problem.code, problem.systemCode], ['stream-reset', 'REFUSED_STREAM']);
    assert.equal(server?.streams, 1);
    assert.match(describeProblem(problem, (text) => text).meaning, /can be sent again without harm/);
  });

  it('is cut where the connection closes in the middle', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: before\n\n');
      peer.socket.end();
    });
    const stream = open();
    assert.equal((await stream.problem()).code, 'cut');
    assert.equal(stream.text, 'data: before\n\n');
  });

  it('is cut where the connection is reset in the middle', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: before\n\n');
    });
    const stream = open();
    await stream.seen('before');
    server?.peers[0]?.socket.resetAndDestroy();
    const problem = await stream.problem();
    assert.deepEqual([problem.code, problem.systemCode], ['cut', 'ECONNRESET']);
  });

  it('has no response where the connection closes before one', async () => {
    const open = await serve((peer) => peer.socket.end());
    assert.equal((await open().problem()).code, 'no-response');
  });

  it('blames the framing where the server breaks the rules in the middle', async () => {
    const open = await serve((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'data: before\n\n');
      peer.socket.write('this is no frame at all, whatever it is');
    });
    const stream = open();
    assert.equal((await stream.problem()).code, 'bad-framing');
    assert.equal(stream.text, 'data: before\n\n');
  });

  it('blames the error that the server names where it has found the client to break the rules', async () => {
    const open = await serve((peer, stream) => peer.goAway(stream, protocolError));
    const problem = await open().problem();
    assert.deepEqual([problem.code, problem.systemCode], ['going-away', 'PROTOCOL_ERROR']);
  });

  it('fails with no-http2 on a port where HTTP/1.1 is spoken', async () => {
    const plain = http.createServer();
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const problem = await probe(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`, h2c).problem();
    plain.close();
    assert.deepEqual([problem.code, problem.systemCode], ['no-http2', 'ERR_HTTP2_NOT_SPOKEN']);
    const words = describeProblem(problem, (text) => text);
    assert.match(words.remedy, /1\.1/);
  });

  it('fails with no-http2 where anything else is spoken', async () => {
    const other = net.createServer((socket) => socket.on('error', () => undefined).write('220 mail ESMTP ready\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const problem = await probe(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`, h2c).problem();
    other.close();
    assert.equal(problem.code, 'no-http2');
  });

  it('is refused where nothing listens', async () => {
    const started = await startRawHttp2Server(() => undefined);
    await started.close();
    assert.equal((await probe(started.url, h2c).problem()).code, 'refused');
  });

  it('waits for the streams that the server allows before it shares a connection', async () => {
    const open = await serve(
      (peer, stream) => {
        peer.head(stream);
        peer.data(stream, 'data: x\n\n');
      },
      (peer) => peer.settings(1),
    );
    const both = [open(), open(), open()];
    await Promise.all(both.map((stream) => stream.seen('data: x')));
    assert.equal(server?.peers.length, 3, 'one connection for each where the server allows one stream');
  });

  it('leaves no socket open, whatever it came to', async () => {
    const open = await serve((peer, stream) => peer.reset(stream, internalError));
    await open().problem();
    await until('the end of the connection', () => server?.openSockets === 0);
  });
});
