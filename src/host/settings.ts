import * as vscode from 'vscode';
import * as v from 'valibot';
import { httpVersionChoices } from '../core/connection/transportOptions.ts';
import { settings, settingsSection } from './ids.ts';

function wholeNumber(smallest: number, largest: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(smallest), v.maxValue(largest));
}

// The editor checks the values only for squiggles: a file may hold anything. What does not fit counts as not set.
const schema = v.object({
  reconnectEnabled: v.fallback(v.boolean(), true),
  reconnectDelayMs: v.fallback(wholeNumber(0, 3_600_000), 3000),
  reconnectBackoff: v.fallback(v.boolean(), true),
  reconnectMaxDelaySeconds: v.fallback(wholeNumber(1, 86_400), 60),
  /** 0: never. */
  reconnectDeadAfterSeconds: v.fallback(wholeNumber(0, 86_400), 0),
  reconnectOnServerError: v.fallback(v.boolean(), false),
  httpVersion: v.fallback(v.picklist(httpVersionChoices), 'auto'),
  cookies: v.fallback(v.boolean(), true),
  limitsBlockMiB: v.fallback(wholeNumber(1, 512), 64),
  /** 0: none. */
  limitsCaptureMiB: v.fallback(wholeNumber(0, 1_048_576), 0),
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
    reconnectBackoff: configuration.get<unknown>(settings.reconnectBackoff),
    reconnectMaxDelaySeconds: configuration.get<unknown>(settings.reconnectMaxDelaySeconds),
    reconnectDeadAfterSeconds: configuration.get<unknown>(settings.reconnectDeadAfterSeconds),
    reconnectOnServerError: configuration.get<unknown>(settings.reconnectOnServerError),
    httpVersion: configuration.get<unknown>(settings.httpVersion),
    cookies: configuration.get<unknown>(settings.cookies),
    limitsBlockMiB: configuration.get<unknown>(settings.limitsBlockMiB),
    limitsCaptureMiB: configuration.get<unknown>(settings.limitsCaptureMiB),
    limitsHeaderKiB: configuration.get<unknown>(settings.limitsHeaderKiB),
    keepCaptures: configuration.get<unknown>(settings.keepCaptures),
  });
}
