/**
 * The newest row of the audit, noted in a file beside the ledger: who cuts rows off its end has to know of this one too.
 * Written some time after the row, and only when the row is on the disk: a power cut never makes it promise too much.
 */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import type { Store } from '../../store/store.ts';

const Head = z.strictObject({ seq: z.int().min(0), hash: z.string().length(64) });
type Head = z.infer<typeof Head>;

/** Rows that come close together are noted once. */
const GATHER_MS = 500;

export interface AuditHead {
  /** A row was added. */
  note(): void;
  read(): Promise<Head | undefined>;
  /** Writes what is still to be noted. */
  close(): Promise<void>;
}

export function createAuditHead(options: {
  file: string;
  store: Store;
  onError: (error: unknown) => void;
}): AuditHead {
  const { file, store, onError } = options;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const row = store.get<Head>('select seq, hash from audit order by seq desc limit 1');
    if (!row) return;
    await store.durable();
    await replaceFile(file, `${JSON.stringify({ seq: row.seq, hash: row.hash })}\n`);
  };
  const flush = (): void => {
    timer = undefined;
    writing = writing.then(write).catch(onError);
  };
  return {
    note() {
      timer ??= setTimeout(flush, GATHER_MS);
      timer.unref();
    },
    async read() {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        if (hasCode(error, 'ENOENT')) return undefined;
        throw error;
      });
      // A damaged note says nothing; the chain itself still does.
      return text === undefined ? undefined : Head.safeParse(parsed(text)).data;
    },
    async close() {
      if (timer !== undefined) {
        clearTimeout(timer);
        flush();
      }
      await writing;
    },
  };
}

/** After a ledger was set aside: its rows are not missing from the new one. */
export async function forgetAuditHead(file: string): Promise<void> {
  await rm(file, { force: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
