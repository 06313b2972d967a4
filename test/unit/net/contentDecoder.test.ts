import assert from 'node:assert/strict';
import { PassThrough, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import { until } from '../../support/until.ts';
import { isDecodable, readBody, type DecodedBody } from '../../../src/net/contentDecoder.ts';

const event = 'data: first\n\n';

/** A body under test: what is written to `wire` comes out as `text`. */
function read(contentCoding: string) {
  const wire = new PassThrough();
  const pieces: Buffer[] = [];
  const body = {
    wire,
    wireBytes: 0,
    get text() {
      return Buffer.concat(pieces).toString();
    },
    end: undefined as unknown,
    reading: undefined as DecodedBody | undefined,
  };
  body.reading = readBody(wire, contentCoding, {
    wire: (length) => (body.wireBytes += length),
    chunk: (bytes) => pieces.push(Buffer.from(bytes)),
    ended: () => (body.end = 'ended'),
    failed: (error) => (body.end = error),
  });
  return body;
}

type Encoder = Transform & zlib.Zlib;

const encoders: Readonly<Record<string, () => Encoder>> = {
  gzip: () => zlib.createGzip(),
  'x-gzip': () => zlib.createGzip(),
  deflate: () => zlib.createDeflate(),
  'raw deflate': () => zlib.createDeflateRaw(),
  br: () => zlib.createBrotliCompress(),
  zstd: () => zlib.createZstdCompress(),
};
const flushes: Readonly<Record<string, number>> = {
  br: zlib.constants.BROTLI_OPERATION_FLUSH,
  zstd: zlib.constants.ZSTD_e_flush,
};

describe('readBody', () => {
  for (const [name, encoder] of Object.entries(encoders)) {
    const coding = name.replace('raw ', '');
    const flush = (coder: Encoder): void => coder.flush(flushes[coding] ?? zlib.constants.Z_SYNC_FLUSH);

    it(`gives an event in ${name} out at once, though the server says nothing more`, async () => {
      const body = read(coding);
      const coder = encoder();
      coder.pipe(body.wire, { end: false });
      coder.write(event);
      flush(coder);
      await until('the event', () => body.text === event);
      coder.write('data: second\n\n');
      flush(coder);
      await until('the second event', () => body.text === `${event}data: second\n\n`);
      assert.equal(body.end, undefined);
      coder.end();
      coder.on('end', () => body.wire.end());
      await until('the end', () => body.end === 'ended');
    });

    it(`takes ${name} a byte at a time`, async () => {
      const body = read(coding);
      const coder = encoder();
      const coded: Buffer[] = [];
      coder.on('data', (piece: Buffer) => coded.push(piece));
      coder.end(event.repeat(100));
      await until('the coded bytes', () => coder.readableEnded);
      for (const byte of Buffer.concat(coded)) {
        body.wire.write(Buffer.of(byte));
      }
      body.wire.end();
      await until('the end', () => body.end === 'ended');
      assert.equal(body.text, event.repeat(100));
      assert.equal(body.wireBytes, Buffer.concat(coded).length);
    });

    it(`gives out all that came before ${name} breaks off, then says that it did`, async () => {
      const body = read(coding);
      const coder = encoder();
      coder.pipe(body.wire, { end: false });
      coder.write(event);
      flush(coder);
      await until('the event', () => body.text === event);
      body.wire.end();
      const error = await until('the error', () => body.end);
      assert.ok(error instanceof Error && 'code' in error);
      assert.match(String(error.code), /^Z_BUF_ERROR$|^ZSTD_/);
    });
  }

  it('decodes what came before a break of the connection, and tells of the break, not of the coding', async () => {
    const body = read('gzip');
    const coded = zlib.gzipSync(event.repeat(1000));
    body.wire.write(coded.subarray(0, -8));
    await until('the bytes', () => body.wireBytes > 0);
    body.wire.destroy(new Error('the connection broke'));
    const error = await until('the end', () => body.end);
    assert.equal(error instanceof Error && error.message, 'the connection broke');
    assert.equal(body.text, event.repeat(1000));
  });

  it('takes several codings off in the order against which they were applied', async () => {
    const body = read('deflate, GZIP ,identity');
    body.wire.end(zlib.gzipSync(zlib.deflateSync(event)));
    await until('the end', () => body.end === 'ended');
    assert.equal(body.text, event);
  });

  it('reads gzip members one after the other', async () => {
    const body = read('gzip');
    body.wire.write(zlib.gzipSync('data: a\n\n'));
    await until('the first', () => body.text === 'data: a\n\n');
    body.wire.end(zlib.gzipSync('data: b\n\n'));
    await until('the end', () => body.end === 'ended');
    assert.equal(body.text, 'data: a\n\ndata: b\n\n');
  });

  it('gives out what comes before bytes that are of no coding, then fails', async () => {
    const body = read('gzip');
    body.wire.write(zlib.gzipSync(event));
    await until('the event', () => body.text === event);
    body.wire.end('rubbish');
    const error = await until('the error', () => body.end);
    assert.equal(body.text, event);
    assert.ok(error instanceof Error && 'code' in error && error.code === 'Z_DATA_ERROR');
  });

  for (const name of ['gzip', 'deflate', 'raw deflate']) {
    it(`gives out what ${name} has flushed before bytes that are of no coding in the same piece, then fails`, async () => {
      const coder = encoders[name]!();
      const flushed: Buffer[] = [];
      coder.on('data', (bytes: Buffer) => flushed.push(bytes));
      coder.write(event.repeat(9));
      await new Promise<void>((resolve) => coder.flush(zlib.constants.Z_SYNC_FLUSH, resolve));
      const body = read(name.replace('raw ', ''));
      body.wire.end(Buffer.concat([...flushed, Buffer.from('<html>rubbish')]));
      const error = await until('the error', () => body.end);
      assert.equal(body.text, event.repeat(9));
      assert.ok(error instanceof Error && 'code' in error && error.code === 'Z_DATA_ERROR');
    });
  }

  for (const [name, encode] of [
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const) {
    it(`gives out all of ${name} (${encode.name}) that has ended and fails for what follows it`, async () => {
      const body = read(name);
      body.wire.end(Buffer.concat([encode(event), Buffer.from('rubbish')]));
      const error = await until('the error', () => body.end);
      assert.equal(body.text, event);
      assert.ok(error instanceof Error && 'code' in error && error.code === 'Z_DATA_ERROR');
    });
  }

  it('takes zeros after gzip for what they are, padding', async () => {
    const body = read('gzip');
    body.wire.end(Buffer.concat([zlib.gzipSync(event), Buffer.alloc(100)]));
    assert.equal(await until('the end', () => body.end), 'ended');
    assert.equal(body.text, event);
  });

  it('fails where the bytes do not fit their coding', async () => {
    for (const coding of ['gzip', 'deflate', 'br', 'zstd']) {
      const body = read(coding);
      body.wire.write('\u0001plain text that is in no coding at all\n\n');
      const error = await until(`the error of ${coding}`, () => body.end);
      assert.ok(error instanceof Error, coding);
    }
  });

  it('takes a body without a byte for what it is, whatever coding it names', async () => {
    const body = read('br');
    body.wire.end();
    await until('the end', () => body.end === 'ended');
  });

  it('leaves an unknown coding and what is beneath it as they are', async () => {
    for (const coding of ['snappy', 'snappy, gzip', Array(6).fill('gzip').join()]) {
      const body = read(coding);
      body.wire.end(event);
      await until('the end', () => body.end === 'ended');
      assert.equal(body.text, event);
      assert.equal(isDecodable(coding), false);
    }
  });

  it('takes identity, none and nothing for no coding', () => {
    for (const coding of ['', 'identity', 'none', ' None ', 'identity, gzip']) {
      assert.equal(isDecodable(coding), true, coding);
    }
  });

  it('keeps a body that grows a thousandfold within bounds while nobody reads on', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(128 * 1024 * 1024), { level: 1 });
    const wire = new PassThrough();
    let decoded = 0;
    let hasEnded = false;
    const reading = readBody(wire, 'gzip', {
      wire: () => undefined,
      chunk: (bytes) => {
        decoded += bytes.length;
        reading.pause();
      },
      ended: () => (hasEnded = true),
      failed: (error) => assert.fail(String(error)),
    });
    const before = process.memoryUsage().rss;
    wire.end(bomb);
    await until('the first bytes', () => decoded > 0);
    for (let pieces = 1; pieces < 8; pieces++) {
      const seen = decoded;
      reading.resume();
      await until('more bytes', () => decoded > seen);
    }
    // Each is what the decoder gives out at once.
    assert.ok(decoded <= 8 * 64 * 1024, `${decoded} bytes in 8 pieces`);
    assert.ok(process.memoryUsage().rss - before < 32 * 1024 * 1024, 'The bomb is in memory');
    assert.equal(hasEnded, false);
    reading.destroy();
  });
});
