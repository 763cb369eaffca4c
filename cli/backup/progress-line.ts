/** How far it is, on one line of a terminal; nothing where stderr is none. */
import { formatBytes } from '#shared/nouns/size.ts';
import type { BackupProgress } from '#runtime/backup/write-backup.ts';
import type { Terminal } from '../terminal.ts';

/** A line more often than this is not read. */
const EVERY_MS = 100;

export interface ProgressLine {
  readonly tell: (progress: BackupProgress) => void;
  /** Takes the line away. */
  readonly end: () => Promise<void>;
}

export function progressLine(terminal: Terminal, quiet: boolean): ProgressLine {
  let told = 0;
  const shows = !quiet && terminal.isTerminal('err');
  return {
    tell({ files, bytes }) {
      const now = performance.now();
      if (!shows || now - told < EVERY_MS) return;
      told = now;
      void terminal.write('err', `\r\u001b[K${files} files, ${formatBytes(bytes)}`);
    },
    end: async () => {
      if (told > 0) await terminal.write('err', '\r\u001b[K');
    },
  };
}
