import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import { compare } from './diff-lines.ts';
import { DiffView } from './diff-view.tsx';
import { Notice } from './notice.tsx';

/** Somebody, or another program, wrote the file meanwhile: both texts are there, and a person chooses. */
export function FileConflict({
  theirs,
  mine,
  busy,
  onMine,
  onTheirs,
}: {
  theirs: string;
  mine: string;
  busy: boolean;
  onMine: () => void;
  onTheirs: () => void;
}) {
  const [shown, setShown] = useState(false);
  return (
    <div className="mb-3">
      <Notice
        tone="waiting"
        icon={FileWarning}
        label="The file was changed meanwhile"
        title="The file was changed meanwhile"
        actions={
          <>
            <button type="button" className="btn" aria-expanded={shown} onClick={() => setShown(!shown)}>
              Compare
            </button>
            <button type="button" className="btn" onClick={onTheirs}>
              Take what is there
            </button>
            <button type="button" className="btn" disabled={busy} onClick={onMine}>
              Save mine over it
            </button>
          </>
        }
      >
        What you typed is still here, and nothing of it was saved.
      </Notice>
      {shown ? <DiffView lines={compare(theirs, mine)} label="From what is there now to yours" /> : null}
    </div>
  );
}
