import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Panel } from '../support/panel.mjs';
import { until } from '../support/until.ts';
import { seen, stallMs, watch } from './pageWatch.ts';
import { suite } from './suite.ts';

/** A server that sends what the test gives it, when it gives it. */
class HandServer {
  readonly #server: Server;
  #response: ServerResponse | undefined;

  constructor() {
    this.#server = createServer((_, response) => {
      this.#response = response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    });
  }

  async url(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  write(bytes: Uint8Array): void {
    assert.ok(this.#response, 'nobody has connected');
    this.#response.write(bytes);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Connects to a server and sends each chunk once the one before is in the capture; selects the last event. */
async function selectChunked(server: HandServer, chunks: readonly Uint8Array[]): Promise<Panel> {
  const { workbench } = suite();
  await workbench.runCommand('SSE: Connect to URL…', await server.url());
  const panel = workbench.panel();
  await panel.untilState('open');
  let sent = 0;
  for (const chunk of chunks) {
    server.write(chunk);
    sent += chunk.length;
    await panel.fact('bytes').getByText(`${sent} B`, { exact: true }).waitFor();
  }
  await panel.rowsOfKind('event').last().click();
  await panel.detailTab('Raw').click();
  return panel;
}

/** Rows of bytes that are drawn now, as they are read: each blank as one. */
async function rowTexts(panel: Panel): Promise<readonly string[]> {
  const texts = await panel.details().locator('.raw-row').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe('the Raw tab', () => {
  // Wide enough that no line of these is broken, whatever the font.
  before(() => suite().workbench.page.setViewportSize({ width: 3000, height: 900 }));
  after(() => suite().workbench.page.setViewportSize({ width: 1400, height: 900 }));

  it('shows within the line where the server cut an event into chunks, and what the cut went through', async () => {
    const server = new HandServer();
    try {
      const whole = text('event: greeting\r\ndata: caf\u00e9 \u{1f600}\r\ndata: end\n\n');
      const second = whole.indexOf(0xc3) + 1;
      const third = whole.indexOf(0x0a, second);
      const panel = await selectChunked(server, [
        text('data: before\n\n'),
        whole.subarray(0, second),
        whole.subarray(second, third),
        whole.subarray(third),
      ]);
      await panel.details().getByText('in 3 chunks').waitFor();
      const rows = (await rowTexts(panel)).join('\n').replace(/\+[\d.]+ m?s/g, '+T');
      assert.match(rows, /^14 chunk 1 · \+T · 27 B ?event: greeting ?CR ?LF$/m);
      assert.match(rows, /^31 data: caf ?chunk 2 · \+T · 7 B · splits é ?é 😀 ?CR ?chunk 3 · \+T · 12 B ?LF$/m);
      assert.match(rows, /^59 LF$/m);

      // Where the user goes by key is marked, and in sight.
      await panel.details().locator('.rows-scroller').press('x');
      await panel.details().locator('.rows-scroller').press('x');
      await panel.details().locator('.raw-border.current', { hasText: 'chunk 2' }).waitFor();
      await panel
        .details()
        .getByText(/^2 of 3 · \+.* · 7 B$/)
        .waitFor();
    } finally {
      await server.close();
    }
  });

  it('shows a hex dump with the chunks, copies it, and remembers form and offsets', async () => {
    const { workbench } = suite();
    const server = new HandServer();
    try {
      const panel = await selectChunked(server, [text('data: fir'), text('st\n\n')]);
      await panel.details().getByRole('button', { name: '0x' }).click();
      await panel.details().getByRole('button', { name: 'Hex', exact: true }).click();
      await panel.details().locator('sse-raw-hex').waitFor();
      const rows = (await rowTexts(panel)).join('\n').replace(/\+[\d.]+ m?s/g, '+T');
      assert.match(
        rows,
        /^0x0 ?64 61 74 61 3a 20 66 69 72 73 74 0a 0a data: first\.\. +chunk 1 · \+T · 9 B ?chunk 2 · \+T · 4 B$/,
      );

      assert.equal(await panel.details().locator('.raw-mark').count(), 2);

      const { page } = workbench;
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await panel.frame.getByRole('button', { name: 'Copy as hex dump' }).click();
      const copied = await until('the dump in the clipboard', async () => {
        const clipboard = await page.evaluate(() => navigator.clipboard.readText());
        return clipboard.startsWith('00000000') && clipboard;
      });
      assert.equal(copied, '00000000  64 61 74 61 3a 20 66 69  72 73 74 0a 0a           |data: first..|\n');

      // A panel that is hidden is drawn anew when it comes back.
      await workbench.runCommand('File: New Untitled Text File');
      await workbench.runCommand('View: Close Editor');
      await panel.details().locator('sse-raw-hex').getByText('0x0').waitFor();
    } finally {
      await server.close();
    }
  });

  for (const [what, line, lines] of [
    ['10 MiB on one line', 'x'.repeat(10 * 1024 * 1024), 1],
    ['a million lines', 'é', 1_000_000],
  ] as const) {
    it(`walks through ${what} without a stall, as text and as hex dump`, async () => {
      const server = new HandServer();
      try {
        const body = text(`${`data: ${line}\n`.repeat(lines)}\n`);
        const { workbench } = suite();
        await workbench.runCommand('SSE: Connect to URL…', await server.url());
        const panel = workbench.panel();
        await panel.untilState('open');
        server.write(body);
        await panel.rowsOfKind('event').waitFor();
        await panel.detailTab('Raw').click();
        await watch(panel);
        await panel.rowsOfKind('event').click();
        const details = panel.details();
        const rows = details.locator('.rows-scroller');
        for (const [form, lastRow] of [
          ['Text', `${body.length - 1} LF`],
          ['Hex', `${Math.floor((body.length - 1) / 16) * 16} `],
        ] as const) {
          await details.getByRole('button', { name: form, exact: true }).click();
          await until(`the end is in sight as ${form}`, async () => {
            await rows.press('End');
            return (await rowTexts(panel)).at(-1)?.startsWith(lastRow);
          });
          assert.ok((await details.locator('.raw-row').count()) < 100, 'only the rows in sight are drawn');
          await rows.press('Home');
          await details.locator('.raw-row').first().getByText('0', { exact: true }).waitFor();
        }
        const { longestMs } = await seen(panel);
        console.log(`        longest task: ${Math.round(longestMs)} ms`);
        assert.ok(longestMs < stallMs, `${longestMs} ms`);
      } finally {
        await server.close();
      }
    });
  }
});
