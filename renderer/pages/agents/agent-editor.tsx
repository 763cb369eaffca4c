/** The plist as text, checked while it is typed. Saving it is a change like any other: planned, made, verified, or undone. */
import { useRef, useState } from 'react';
import type { Agent } from '#shared/nouns/agent.ts';
import { useFindings } from '../../live/use-findings.ts';
import { client } from '../../session/session.ts';
import { CodeEditor, type CodeEditorHandle } from '../../ui/code-editor.tsx';
import { Section } from '../../ui/page.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { count } from '../../words/run-state.ts';
import type { ChangeRequest } from './change-dialog.tsx';

export function AgentEditor({
  agent,
  draft,
  onDraft,
  onChange,
}: {
  agent: Agent;
  /** What was typed; undefined while it is what the file has. */
  draft: string | undefined;
  onDraft: (text: string | undefined) => void;
  onChange: (request: ChangeRequest) => void;
}) {
  const editor = useRef<CodeEditorHandle>(null);
  const [base, setBase] = useState(agent.hash);
  const text = draft ?? agent.text;
  const { findings, busy, error } = useFindings(text, agent, (typed, signal) =>
    client.lintPlist({ body: { text: typed, file: agent.file } }, { signal }),
  );
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const isEdited = draft !== undefined;
  const isConflict = isEdited && base !== agent.hash;
  const change = (next: string): void => {
    if (!isEdited) setBase(agent.hash);
    onDraft(next === agent.text ? undefined : next);
  };
  const save = (): void => {
    if (!isEdited || isConflict) return;
    onChange({
      title: `Save ${agent.label}`,
      verb: 'Save and load',
      run: (dryRun) =>
        client.editAgent({ params: { agent: agent.id }, body: { text, hash: agent.hash, dryRun } }),
    });
  };
  return (
    <Section
      id="plist"
      title={agent.format === 'binary' ? 'The plist (binary; this is the XML it stands for)' : 'The plist'}
    >
      <CodeEditor
        ref={editor}
        id="plist-text"
        label="Plist"
        text={text}
        findings={findings}
        placeholder=""
        describedBy="plist-state"
        onChange={change}
        onSave={save}
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <output id="plist-state" className="min-w-0 grow text-sm text-ink-2">
          {isConflict
            ? 'The file was changed meanwhile. Discard what you typed to see it.'
            : error
              ? `It could not be checked: ${error.message}`
              : busy
                ? 'Checking…'
                : `${isEdited ? 'Not saved yet. ' : ''}${errors === 0 ? (findings.length === 0 ? 'Nothing is wrong with it' : count(findings.length, 'remark')) : count(errors, 'error')}`}
        </output>
        {isEdited ? (
          <button type="button" className="btn" onClick={() => onDraft(undefined)}>
            Discard
          </button>
        ) : null}
        {agent.editable ? (
          <button
            type="button"
            className="btn btn-primary"
            disabled={!isEdited || busy || isConflict}
            onClick={save}
          >
            Save…
          </button>
        ) : (
          <span className="text-sm text-ink-3">Luka changes only plists of your own</span>
        )}
      </div>
      {isEdited ? (
        <FindingList label="What is wrong with what you typed" findings={findings} editor={editor} />
      ) : null}
    </Section>
  );
}
