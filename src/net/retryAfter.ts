/**
 * How long a `Retry-After` asks to stay away, milliseconds: seconds, or an HTTP date ([RFC 9110] 10.2.3) counted from the
 * server's own clock where it tells it, because clocks differ. `null`: it says nothing that can be understood.
 */
export function retryAfterMs(value: string, serverDate: string, now: number): number | null {
  const text = value.trim();
  if (/^\d+$/.test(text)) {
    const ms = Number(text) * 1000;
    return Number.isFinite(ms) ? ms : null;
  }
  const until = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(until)) {
    return null;
  }
  const from = Date.parse(serverDate);
  return Math.max(0, until - (Number.isNaN(from) ? now : from));
}
