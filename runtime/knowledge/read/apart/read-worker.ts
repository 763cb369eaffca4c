/** Reads documents whose parsers may take for ever, or all memory. On a thread of its own, that can be ended. */
import { parentPort } from 'node:worker_threads';
import type { HeavyKind, ReadText } from '../document.ts';

export interface ReadJob {
  readonly kind: HeavyKind;
  readonly bytes: Uint8Array;
}
export type ReadAnswer = { readonly read: ReadText } | { readonly fault: string };

const port = parentPort!;
port.on('message', ({ kind, bytes }: ReadJob) => {
  read(kind, bytes).then(
    (text) => port.postMessage({ read: text } satisfies ReadAnswer),
    (error: unknown) =>
      port.postMessage({
        fault: error instanceof Error ? error.message : String(error),
      } satisfies ReadAnswer),
  );
});

/** Each parser is loaded when its first document comes: one of them is larger than all of Luka. */
async function read(kind: HeavyKind, bytes: Uint8Array): Promise<ReadText> {
  switch (kind) {
    case 'pdf':
      return (await import('./read-pdf.ts')).readPdf(bytes);
    case 'docx':
      return (await import('./read-docx.ts')).readDocx(bytes);
  }
}
