/** One report or digest, as it was written. */
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Path } from '../../../ui/path.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { plain, plainLine } from '../../../words/plain.ts';

export function ReportDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { value, error } = useFetched(
    `knowledge report ${name}`,
    (signal) => client.getKnowledgeReport({ params: { report: name } }, { signal }),
    { follows: 'knowledgeStamp' },
  );
  return (
    <Dialog title={value ? plainLine(value.title) : name} onClose={onClose} wide>
      {value ? (
        <>
          <p className="mb-2 flex items-center gap-0.5 text-sm text-ink-2">
            <Path path={value.path} />
            <CopyButton text={() => value.text} label="Copy the report" />
          </p>
          <pre
            aria-label="The report"
            // The keyboard scrolls it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="code-box max-h-[60vh] overflow-y-auto"
          >
            {plain(value.text)}
          </pre>
        </>
      ) : error ? (
        <Problem error={error} />
      ) : (
        <p className="text-ink-3">Reading…</p>
      )}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </DialogActions>
    </Dialog>
  );
}
