import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import { commands, walkthrough } from '../ids.ts';
import type { Services } from '../services.ts';
import type { CommandFactory } from './command.ts';
import { connect } from './connect.ts';
import { startDemoServer, stopDemoServer } from './demoCommands.ts';
import { addEndpoint, connectEndpoint, editEndpoint, openEndpoint, removeEndpoint } from './endpointCommands.ts';
import { exportEvents } from './exportCommand.ts';
import { applyFilter, saveFilter } from './filterCommands.ts';
import { forgetSecrets } from './forgetSecrets.ts';
import { acceptCertificate } from './acceptCertificate.ts';
import { chooseColumns, hideColumn, performs } from './listCommands.ts';
import { addNote, toggleBookmark } from './markCommands.ts';
import { editLastEventId, reconnectFrom, reconnectFromHere } from './lastEventIdCommands.ts';
import { compareInEditor, copyCurl, copyData, copyJson, copyRaw, openInEditor } from './recordCommands.ts';
import {
  clear,
  disconnect,
  disconnectAll,
  giveUp,
  openSession,
  pauseReading,
  reconnect,
  reconnectNow,
  removeSession,
  resumeReading,
  undoClear,
} from './sessionCommands.ts';

const factories: Readonly<Record<CommandId, CommandFactory>> = {
  [commands.connect]: connect,
  [commands.disconnect]: disconnect,
  [commands.reconnect]: reconnect,
  [commands.reconnectNow]: reconnectNow,
  [commands.giveUp]: giveUp,
  [commands.disconnectAll]: disconnectAll,
  [commands.editLastEventId]: editLastEventId,
  [commands.reconnectFrom]: reconnectFrom,
  [commands.reconnectFromHere]: reconnectFromHere,
  [commands.exportEvents]: exportEvents,
  [commands.copyData]: copyData,
  [commands.copyJson]: copyJson,
  [commands.copyRaw]: copyRaw,
  [commands.copyCurl]: copyCurl,
  [commands.openInEditor]: openInEditor,
  [commands.compareInEditor]: compareInEditor,
  [commands.toggleFollow]: performs('toggleFollow'),
  [commands.togglePauseView]: performs('toggleHold'),
  [commands.chooseColumns]: chooseColumns,
  [commands.hideColumn]: hideColumn,
  [commands.switchTime]: performs('switchTime'),
  [commands.showKeys]: performs('showKeys'),
  [commands.toggleBookmark]: toggleBookmark,
  [commands.addNote]: addNote,
  [commands.nextBookmark]: performs('nextBookmark'),
  [commands.previousBookmark]: performs('previousBookmark'),
  [commands.nextDiagnostic]: performs('nextDiagnostic'),
  [commands.previousDiagnostic]: performs('previousDiagnostic'),
  [commands.nextReconnect]: performs('nextReconnect'),
  [commands.previousReconnect]: performs('previousReconnect'),
  [commands.nextOfType]: performs('nextOfType'),
  [commands.previousOfType]: performs('previousOfType'),
  [commands.pauseReading]: pauseReading,
  [commands.resumeReading]: resumeReading,
  [commands.acceptCertificate]: acceptCertificate,
  [commands.clear]: clear,
  [commands.undoClear]: undoClear,
  [commands.applyFilter]: applyFilter,
  [commands.saveFilter]: saveFilter,
  [commands.startDemoServer]: startDemoServer,
  [commands.stopDemoServer]: stopDemoServer,
  [commands.showLog]: (services) => () => services.log.show(),
  [commands.addEndpoint]: addEndpoint,
  [commands.editEndpoint]: editEndpoint,
  [commands.removeEndpoint]: removeEndpoint,
  [commands.connectEndpoint]: connectEndpoint,
  [commands.openEndpoint]: openEndpoint,
  [commands.openSession]: openSession,
  [commands.removeSession]: removeSession,
  [commands.forgetSecrets]: forgetSecrets,
  [commands.openWalkthrough]: (services) => () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', `${services.extensionId}#${walkthrough}`),
};

/** Registers every command of the manifest. */
export function registerCommands(services: Services): vscode.Disposable {
  const registered = Object.entries(factories).map(([id, factory]) =>
    vscode.commands.registerCommand(id, factory(services)),
  );
  return vscode.Disposable.from(...registered);
}
