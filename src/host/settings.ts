import * as vscode from 'vscode';
import * as v from 'valibot';
import { settings, settingsSection } from './ids.ts';

// The editor checks the values only for squiggles: a file may hold anything. What does not fit counts as not set.
const schema = v.object({
  reconnectEnabled: v.fallback(v.boolean(), true),
  reconnectDelayMs: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3_600_000)), 3000),
  keepCaptures: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)), 20),
});

/** The settings as of now, besides the endpoints, which `EndpointStore` reads and writes. */
export type Settings = v.InferOutput<typeof schema>;

/** Reads the settings, so that nothing else has to. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  return v.parse(schema, {
    reconnectEnabled: configuration.get<unknown>(settings.reconnectEnabled),
    reconnectDelayMs: configuration.get<unknown>(settings.reconnectDelay),
    keepCaptures: configuration.get<unknown>(settings.keepCaptures),
  });
}
