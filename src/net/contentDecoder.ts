import type { Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';
import { SniffingInflate } from './sniffingInflate.ts';
import { TransportError } from './transportError.ts';

/** Codings that are taken off one after the other at most; each costs memory, and a server could name thousands. */
const maxCodings = 5;
/** Names that say that there is no coding. `none` is no registered one, and servers send it all the same. */
const noCodings = ['', 'identity', 'none'];
/** Bytes given out at once. */
const chunkSize = 64 * 1024;

/** What ends a piece of `deflate` data that was flushed ([RFC 1951] 3.2.4: an empty stored block). */
const flushMark = Buffer.of(0, 0, 0xff, 0xff);

/** Takes one coding off. */
interface Decoder extends Transform {
  /** Bytes that were taken so far. */
  readonly bytesWritten: number;
}

type MakeDecoder = () => Decoder;

/** What each coding is taken off with, such that everything that has come so far is given out at once. */
const decoders: Readonly<Record<string, MakeDecoder>> = {
  gzip: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH, chunkSize }),
  'x-gzip': () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH, chunkSize }),
  deflate: () => new SniffingInflate({ flush: zlib.constants.Z_SYNC_FLUSH, chunkSize }),
  br: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH, chunkSize }),
  // Since Node 22.15; others that embed the engine may not have it.
  ...(typeof zlib.createZstdDecompress === 'function'
    ? { zstd: () => zlib.createZstdDecompress({ flush: zlib.constants.ZSTD_e_flush, chunkSize }) }
    : {}),
};

/** Value of the Accept-Encoding header: all that can be taken off. */
export const acceptedCodings = ['gzip', 'deflate', 'br', 'zstd'].filter((coding) => coding in decoders).join(', ');

/** Whether every coding that a `Content-Encoding` names is one that is taken off. */
export function isDecodable(contentCoding: string): boolean {
  const names = codingNames(contentCoding);
  return names.length <= maxCodings && names.every((name) => Object.hasOwn(decoders, name));
}

/** Hears of a body, as it is without its codings. */
export interface BodyListener {
  /** Bytes as they came, before anything is taken off. */
  wire(length: number): void;
  chunk(bytes: Uint8Array): void;
  ended(): void;
  /** What came before has been given out. `isCoding`: the bytes do not fit their coding. */
  failed(error: unknown): void;
}

/** A body that is being read. */
export interface DecodedBody {
  pause(): void;
  resume(): void;
  destroy(): void;
}

/**
 * Reads a body and takes its codings off as it arrives, never waiting for more. A pause stops the decoders too, so that a
 * body that grows a thousandfold costs no memory. An unknown coding is left as it is, with all the others.
 */
export function readBody(wire: Readable, contentCoding: string, listener: BodyListener): DecodedBody {
  // Named in the order in which they were applied ([RFC 9110] 8.4).
  const names = isDecodable(contentCoding) ? codingNames(contentCoding).toReversed() : [];
  const stages = names.flatMap((name) => decoders[name]?.() ?? []);
  // Zlib itself judges what follows the end of gzip: more of it, or padding.
  const canHaveMore = (names[0] ?? '').endsWith('gzip');
  return stages.length === 0 ? readPlain(wire, listener) : readCoded(wire, stages, canHaveMore, listener);
}

function codingNames(contentCoding: string): readonly string[] {
  return contentCoding
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !noCodings.includes(name));
}

function readPlain(wire: Readable, listener: BodyListener): DecodedBody {
  wire.on('data', (bytes: Buffer) => {
    listener.wire(bytes.length);
    listener.chunk(bytes);
  });
  wire.on('end', () => listener.ended());
  wire.on('error', (error) => listener.failed(error));
  return wire;
}

function readCoded(
  wire: Readable,
  stages: readonly Decoder[],
  canHaveMore: boolean,
  listener: BodyListener,
): DecodedBody {
  const [first] = stages;
  const last = stages.at(-1);
  if (first === undefined || last === undefined) {
    throw new RangeError('A coded body has at least one decoder');
  }
  let wireBytes = 0;
  let wireError: unknown;
  let isOver = false;
  const fail = (error: unknown): void => {
    if (!isOver) {
      isOver = true;
      listener.failed(error);
    }
  };
  wire.on('data', (bytes: Buffer) => {
    wireBytes += bytes.length;
    listener.wire(bytes.length);
    // A decoder that fails throws away what it has made of the same piece: what was flushed before goes in by itself.
    const end = bytes.lastIndexOf(flushMark) + flushMark.length;
    const isSplit = end >= flushMark.length && end < bytes.length;
    if (isSplit) {
      first.write(bytes.subarray(0, end));
    }
    if (!first.write(isSplit ? bytes.subarray(end) : bytes)) {
      wire.pause();
    }
  });
  first.on('drain', () => wire.resume());
  wire.on('end', () => {
    // Servers that have nothing to say often name a coding and send no byte of it.
    if (wireBytes === 0) {
      isOver = true;
      listener.ended();
    } else {
      first.end();
    }
  });
  wire.on('error', (error) => {
    // What came before the break is decoded first; that the coding has no end then is no news.
    wireError = error;
    first.end();
  });
  for (const [index, stage] of stages.entries()) {
    stage.on('error', (error) => fail(wireError ?? error));
    const next = stages[index + 1];
    if (next !== undefined) {
      stage.pipe(next);
    }
  }
  last.on('data', (bytes: Buffer) => {
    if (!isOver) {
      listener.chunk(bytes);
    }
  });
  last.on('end', () => {
    if (wireError !== undefined) {
      fail(wireError);
    } else if (!canHaveMore && first.bytesWritten < wireBytes) {
      fail(new TransportError('Z_DATA_ERROR', 'More bytes follow where the coding has ended'));
    } else if (!isOver) {
      isOver = true;
      listener.ended();
    }
  });
  return {
    pause: () => last.pause(),
    resume: () => last.resume(),
    destroy: () => {
      isOver = true;
      wire.destroy();
      stages.forEach((stage) => stage.destroy());
    },
  };
}
