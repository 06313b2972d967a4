import { STATUS_CODES } from 'node:http';
import { numberParameter } from '../parameters.ts';
import type { Scenario } from '../scenario.ts';

/** A status and a JSON error body instead of a stream. */
export const status: Scenario = {
  path: '/status',
  methods: ['GET', 'POST'],
  summary: 'code=N (default 503): this status with a JSON error body, and Retry-After where it belongs',
  run(exchange) {
    const code = numberParameter(exchange.query, 'code', { min: 200, max: 599, fallback: 503, integer: true });
    const reason = STATUS_CODES[code] ?? 'Unassigned';
    const body = JSON.stringify({
      error: { status: code, message: `${reason}: this endpoint was asked to answer with ${code}`, type: 'demo_error' },
    });
    exchange.respond(
      code,
      {
        'content-type': 'application/json; charset=utf-8',
        ...(code === 429 || code === 503 ? { 'retry-after': '30' } : {}),
        ...(code === 401 ? { 'www-authenticate': 'Bearer realm="demo"' } : {}),
      },
      code === 204 || code === 304 ? '' : body,
    );
    return Promise.resolve();
  },
};
