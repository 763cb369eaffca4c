import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { isAbort } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { toast, toastError } from '../../ui/toasts.tsx';
import { count } from '../../words/run-state.ts';
import { download, exportLines } from './export-audit.ts';

const PAGE = 1_000;

export function ExportButton() {
  const [rows, setRows] = useState<number>();
  const life = useRef<AbortController>(undefined);
  const start = async (): Promise<void> => {
    const own = new AbortController();
    life.current = own;
    setRows(0);
    let total = 0;
    try {
      const parts = await exportLines(
        (after) => client.listAudit({ query: { after, limit: PAGE } }, { signal: own.signal }),
        (sofar) => {
          total = sofar;
          setRows(sofar);
        },
      );
      download(parts, 'luka-audit.jsonl', 'application/jsonl');
      toast({ kind: 'done', text: `${count(total, 'row')} exported as luka-audit.jsonl` });
    } catch (error) {
      if (!isAbort(error)) toastError(error);
    } finally {
      setRows(undefined);
    }
  };
  return rows === undefined ? (
    <button type="button" className="btn" title="All rows as JSON lines" onClick={() => void start()}>
      <Download size={13} aria-hidden />
      Export
    </button>
  ) : (
    <button type="button" className="btn" onClick={() => life.current?.abort()}>
      Stop at {count(rows, 'row')}
    </button>
  );
}
