import * as vscode from 'vscode';
import * as v from 'valibot';
import { settings, settingsSection } from './ids.ts';

function wholeNumber(smallest: number, largest: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(smallest), v.maxValue(largest));
}

// The editor checks the values only for squiggles: a file may hold anything. What does not fit counts as not set.
const schema = v.object({
  reconnectEnabled: v.fallback(v.boolean(), true),
  reconnectDelayMs: v.fallback(wholeNumber(0, 3_600_000), 3000),
  cookies: v.fallback(v.boolean(), true),
  limitsHeaderKiB: v.fallback(wholeNumber(1, 16_384), 1024),
  keepCaptures: v.fallback(wholeNumber(0, 1000), 20),
});

/** The settings as of now, besides the endpoints, which `EndpointStore` reads and writes. */
export type Settings = v.InferOutput<typeof schema>;

/** Reads the settings, so that nothing else has to. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  return v.parse(schema, {
    reconnectEnabled: configuration.get<unknown>(settings.reconnectEnabled),
    reconnectDelayMs: configuration.get<unknown>(settings.reconnectDelay),
    cookies: configuration.get<unknown>(settings.cookies),
    limitsHeaderKiB: configuration.get<unknown>(settings.limitsHeaderKiB),
    keepCaptures: configuration.get<unknown>(settings.keepCaptures),
  });
}
