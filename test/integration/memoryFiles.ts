import path from 'node:path';
import * as vscode from 'vscode';

/** A file system in memory that knows one folder, `/folder`. */
export class MemoryFiles implements vscode.FileSystemProvider, vscode.Disposable {
  /** Whether the file of a name may not be renamed. */
  refuses: (file: string) => boolean = () => false;
  readonly #files = new Map<string, Uint8Array>();
  readonly #registration: vscode.Disposable;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(scheme: string) {
    this.#registration = vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true });
  }

  set(file: string, text: string): void {
    this.#files.set(file, Buffer.from(text));
  }

  texts(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#files].map(([file, bytes]) => [file, Buffer.from(bytes).toString()]));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === '/folder' || uri.path === '/') {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.#files.keys()].map((file) => [path.posix.basename(file), vscode.FileType.File]);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const bytes = this.#files.get(uri.path);
    if (bytes === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return bytes;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.#files.set(uri.path, content);
  }

  delete(uri: vscode.Uri): void {
    this.readFile(uri);
    this.#files.delete(uri.path);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    if (this.refuses(from.path)) {
      throw vscode.FileSystemError.NoPermissions(to);
    }
    this.#files.set(to.path, this.readFile(from));
    this.#files.delete(from.path);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
