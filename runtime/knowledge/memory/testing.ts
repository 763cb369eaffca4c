/** Memories in a ledger of one's own, asked through the real worker. */
import { openLedger } from '../../governance/testing.ts';
import { WorkerLedgerReader } from './ledger-reader.ts';
import { MemoryBook } from './memory-book.ts';

export async function openMemories() {
  const ledger = await openLedger();
  const reader = new WorkerLedgerReader(ledger.file);
  return {
    ...ledger,
    reader,
    book: new MemoryBook({ ...ledger, reader }),
    async [Symbol.asyncDispose]() {
      await reader.close();
      await ledger[Symbol.asyncDispose]();
    },
  };
}
