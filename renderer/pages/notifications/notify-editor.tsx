/** The file notify.yaml, checked while it is typed. */
import { useRef, useState } from 'react';
import type { NotifyText } from '#shared/nouns/notify.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { useFindings } from '../../live/use-findings.ts';
import { client } from '../../session/session.ts';
import { CodeEditor, type CodeEditorHandle } from '../../ui/code-editor.tsx';
import { Section } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';
import { FileConflict } from '../../ui/file-conflict.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { count } from '../../words/run-state.ts';
import { NOTIFY_EXAMPLE } from './example.ts';

export function NotifyEditor({ file, onSaved }: { file: NotifyText; onSaved: () => void }) {
  const [draft, setDraft] = useState<string>();
  /** The text that what is typed began from; another one there now is a conflict. */
  const [base, setBase] = useState(file.hash);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const editor = useRef<CodeEditorHandle>(null);
  const text = draft ?? file.text;
  const edited = draft !== undefined && draft !== file.text;
  const conflict = edited && base !== file.hash;
  const {
    findings,
    busy: checking,
    error: unchecked,
  } = useFindings(text, file, (typed, signal) => client.checkNotify({ body: { text: typed } }, { signal }));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const change = (next: string): void => {
    setError(undefined);
    if (!edited) setBase(file.hash);
    setDraft(next);
  };
  /** @param over the text that it is put in the place of */
  const save = async (over: string): Promise<void> => {
    if (busy || !edited || errors > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      const saved = await client.setNotify({ body: { text, hash: over } });
      // What was typed while it was on its way stays.
      setDraft((typed) => (typed === text ? undefined : typed));
      setBase(saved.hash);
      toast({ kind: 'done', text: 'Saved and in force' });
      onSaved();
    } catch (thrown) {
      const failed = toApiError(thrown);
      // Reading what is there now shows the conflict; nothing that was typed is lost.
      if (failed.code === 'notify_changed') onSaved();
      else setError(failed);
    }
    setBusy(false);
  };
  return (
    <Section
      id="notify-file"
      title="The file"
      aside={
        <span className="min-w-0 text-right text-sm text-ink-3">
          <Path path={file.file} />
        </span>
      }
    >
      {conflict ? (
        <FileConflict
          theirs={file.text}
          mine={text}
          busy={busy || errors > 0}
          onMine={() => void save(file.hash)}
          onTheirs={() => setDraft(undefined)}
        />
      ) : null}
      <CodeEditor
        ref={editor}
        id="notify-text"
        label="notify.yaml"
        text={text}
        findings={findings}
        placeholder="Without a channel nothing is ever sent."
        describedBy="notify-state"
        onChange={change}
        onSave={() => {
          if (!conflict) void save(base);
        }}
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <output id="notify-state" className="min-w-0 grow text-sm text-ink-2">
          {stateWords({ edited, isThere: file.text !== '', errors, checking, unchecked })}
        </output>
        {text.trim() === '' ? (
          <button type="button" className="btn" onClick={() => change(NOTIFY_EXAMPLE)}>
            Begin with an example
          </button>
        ) : null}
        {edited && !conflict ? (
          <button type="button" className="btn" disabled={busy} onClick={() => setDraft(undefined)}>
            Discard
          </button>
        ) : null}
        <button
          type="button"
          className="btn btn-primary"
          disabled={busy || !edited || conflict || errors > 0}
          onClick={() => void save(base)}
        >
          Save
        </button>
      </div>
      {error ? <Problem error={error} className="mt-2" /> : null}
      <FindingList findings={findings} editor={editor} />
    </Section>
  );
}

function stateWords({
  edited,
  isThere,
  errors,
  checking,
  unchecked,
}: {
  edited: boolean;
  isThere: boolean;
  errors: number;
  checking: boolean;
  unchecked: ApiError | undefined;
}): string {
  const changed = edited ? 'Not saved yet. ' : '';
  if (unchecked) return `${changed}It could not be checked: ${unchecked.message}`;
  if (errors > 0)
    return edited
      ? `${changed}${count(errors, 'error')}`
      : `${count(errors, 'error')}: what held before holds`;
  if (checking) return `${changed}Checking…`;
  if (edited) return `${changed}Nothing is wrong with it`;
  return isThere ? 'Saved and in force' : 'There is no such file yet';
}
