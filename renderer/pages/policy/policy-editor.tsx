import { useRef, useState } from 'react';
import type { PolicyView } from '#shared/http/safety.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { refreshSafety } from '../../live/fetches.ts';
import { useFindings } from '../../live/use-findings.ts';
import { useLive } from '../../live/store.ts';
import { client } from '../../session/session.ts';
import { Section } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';
import { FileConflict } from '../../ui/file-conflict.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { count } from '../../words/run-state.ts';
import { CodeEditor, type CodeEditorHandle } from '../../ui/code-editor.tsx';
import { setDraft, standingOf, useDraft } from './draft.ts';
import { EXAMPLE } from './example.ts';

/** The server takes no more. */
const LONGEST = 131_072;

export function PolicyEditor({ policy }: { policy: PolicyView }) {
  const draft = useDraft((state) => state.draft);
  const editor = useRef<CodeEditorHandle>(null);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const text = draft?.text ?? policy.text;
  const standing = standingOf(draft, policy);
  const {
    findings,
    busy: checking,
    error: unchecked,
  } = useFindings(text, policy, (typed, signal) => client.checkPolicy({ body: { text: typed } }, { signal }));
  const wrong = findings.some(({ severity }) => severity === 'error');

  const change = (next: string): void => {
    setError(undefined);
    setDraft(
      next === policy.text
        ? undefined
        : { text: next, base: standing === 'unchanged' ? policy.hash : draft!.base },
    );
  };
  /** @param over the text that it is put in the place of */
  const save = async (over: string): Promise<void> => {
    if (busy || standing === 'unchanged' || text.length > LONGEST) return;
    setBusy(true);
    setError(undefined);
    try {
      const saved = await client.setPolicy({ body: { text, hash: over } });
      // What was typed while it was on its way stays.
      if (useDraft.getState().draft?.text === text) setDraft(undefined);
      else setDraft({ text: useDraft.getState().draft?.text ?? saved.text, base: saved.hash });
      useLive.setState({ policy: saved });
      toast({ kind: 'done', text: 'The policy is saved and in force' });
    } catch (thrown) {
      const failed = toApiError(thrown);
      // Reading what is there now shows the conflict; nothing that was typed is lost.
      if (failed.code === 'policy_changed') await refreshSafety();
      else setError(failed);
    } finally {
      setBusy(false);
    }
  };
  const saveMine = (): void => void save(draft?.base ?? policy.hash);
  return (
    <Section
      id="file"
      title="The policy file"
      aside={
        <span className="min-w-0 text-right text-sm text-ink-3">
          <Path path={policy.file} />
        </span>
      }
    >
      {standing === 'conflict' ? (
        <FileConflict
          theirs={policy.text}
          mine={text}
          busy={busy || wrong}
          onMine={() => void save(policy.hash)}
          onTheirs={() => setDraft(undefined)}
        />
      ) : null}
      <CodeEditor
        ref={editor}
        id="policy-text"
        label="Policy"
        text={text}
        findings={findings}
        placeholder="Without a policy the usual values hold: see below."
        describedBy="policy-state"
        onChange={change}
        onSave={() => {
          if (standing === 'edited' && !wrong) saveMine();
        }}
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <output id="policy-state" className="min-w-0 grow text-sm text-ink-2">
          {stateWords({ standing, findings, checking, unchecked, tooLong: text.length > LONGEST })}
        </output>
        {text.trim() === '' ? (
          <button type="button" className="btn" onClick={() => change(EXAMPLE)}>
            Begin with an example
          </button>
        ) : null}
        {standing === 'edited' ? (
          <button type="button" className="btn" disabled={busy} onClick={() => setDraft(undefined)}>
            Discard
          </button>
        ) : null}
        <button
          type="button"
          className="btn btn-primary"
          disabled={busy || standing !== 'edited' || wrong || text.length > LONGEST}
          onClick={saveMine}
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
  standing,
  findings,
  checking,
  unchecked,
  tooLong,
}: {
  standing: 'unchanged' | 'edited' | 'conflict';
  findings: readonly Finding[];
  checking: boolean;
  unchecked: ApiError | undefined;
  tooLong: boolean;
}): string {
  if (tooLong) return 'Longer than 128 KiB: a policy is a page or two';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const changed = standing === 'unchanged' ? '' : 'Not saved yet. ';
  if (unchecked) return `${changed}It could not be checked: ${unchecked.message}`;
  if (errors > 0)
    return standing === 'unchanged'
      ? `${count(errors, 'error')}: the policy before it stays in force`
      : `${changed}${count(errors, 'error')}`;
  if (checking) return `${changed}Checking…`;
  return standing === 'unchanged' ? 'Saved and in force' : `${changed}Nothing is wrong with it`;
}
