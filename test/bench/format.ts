import { cpus, totalmem } from 'node:os';

const mebibyte = 1024 * 1024;

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

export function formatMiB(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}

export function formatRatio(value: number): string {
  return `${value.toFixed(2)}x`;
}

/** What the figures were measured on. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? '';
  return [
    `${process.platform} ${process.arch}`,
    `${model === '' ? 'unknown processor' : model}, ${processors.length} cores`,
    `${(totalmem() / 1024 / mebibyte).toFixed(0)} GiB`,
    `Node ${process.versions.node}`,
  ].join(' · ');
}

/** One aim with what was measured. */
export function formatAim(aim: string, met: boolean, measured: string): string {
  return `  ${met ? 'met    ' : 'NOT MET'}  ${aim} (${measured})`;
}
