/** What was laid ready: who did, exactly which text, and what it would change. It is deployed as it is shown here. */
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Contract } from '#shared/http/contract.ts';
import type { ResponseOf } from '#shared/http/endpoint.ts';
import type { ModuleRelease, RunningModule } from '#shared/nouns/release.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { compare } from '../../ui/diff-lines.ts';
import { DiffView, PlainText } from '../../ui/diff-view.tsx';
import { Findings } from '../../ui/findings.tsx';
import { changeWords } from '../../ui/fold.ts';
import { Section } from '../../ui/page.tsx';
import { ChangesOrWhole, type ChangesView } from '../../ui/changes-or-whole.tsx';
import { toast } from '../../ui/toasts.tsx';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';
import { DeployDialog } from './deploy-dialog.tsx';
import { whoWords } from './module-rows.ts';

type Laid = ResponseOf<Contract['readStaged']>;

export function StagedText({
  staged,
  text,
  findings,
  running,
  releases,
  onChange,
}: Laid & { releases: readonly ModuleRelease[]; onChange: () => void }) {
  const { module, by, at, bytes, hash, path } = staged;
  const [view, setView] = useState<ChangesView>('changes');
  // Exactly what was in sight when the button was pressed, also where another text comes meanwhile.
  const [deploying, setDeploying] = useState<Laid>();
  const [dropping, setDropping] = useState(false);
  const [, navigate] = useLocation();
  const before = running?.text;
  const lines = useMemo(
    () => (before === undefined || text === undefined ? undefined : compare(before, text)),
    [before, text],
  );
  const drop = async (): Promise<void> => {
    await client.dropStaged({ params: { module } });
    toast({ kind: 'done', text: `${module} is dropped` });
    if (releases.length > 0) onChange();
    else navigate('/modules');
  };
  return (
    <Section id="staged" title="Laid ready for you">
      <div className="mb-3 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-[240px] grow basis-0">
          <p>
            {by === undefined ? (
              <span className="text-waiting">
                Luka does not know who wrote this text: the file was put or changed there by hand
              </span>
            ) : (
              <>
                By <b className="font-semibold">{plainLine(whoWords(by))}</b>
              </>
            )}
            , <Ago at={at} />. Nothing of it runs before you deploy it.
          </p>
          <p className="flex items-center gap-0.5 text-sm text-ink-3">
            {sizeWords(bytes)}, hash <code className="ml-1">{hash}</code>
            <CopyButton text={() => hash} label="Copy the hash" />
          </p>
        </div>
        <div className="flex shrink-0 gap-2">
          <button type="button" className="btn btn-danger" onClick={() => setDropping(true)}>
            Drop…
          </button>
          <button
            type="button"
            className="btn btn-primary"
            disabled={text === undefined}
            onClick={() => setDeploying({ staged, text, findings, ...(running ? { running } : {}) })}
          >
            Deploy…
          </button>
        </div>
      </div>
      {findings.length > 0 ? <Findings findings={findings} label="What is wrong with it" /> : null}
      {text === undefined ? (
        <p className="text-ink-2">
          It is too long to be shown, so it cannot be deployed from here. Read it, then run{' '}
          <code className="[overflow-wrap:anywhere]">luka deploy {path}</code>.
        </p>
      ) : (
        <>
          <div className="mb-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
            <p className="text-sm text-ink-3">
              {againstWords(running)}
              {lines === undefined ? '' : ` ${capital(changeWords(lines))}.`}
            </p>
            {lines === undefined ? null : <ChangesOrWhole view={view} onChange={setView} />}
          </div>
          {lines === undefined || view === 'whole' ? (
            <PlainText text={text} label="Text of the module" />
          ) : (
            <DiffView lines={lines} label="Changes" />
          )}
        </>
      )}
      {deploying ? (
        <DeployDialog
          looked={deploying.staged}
          running={deploying.running}
          onClose={() => setDeploying(undefined)}
          onDeployed={onChange}
        />
      ) : null}
      {dropping ? (
        <ConfirmDialog
          title={`Drop ${module}?`}
          verb="Drop it"
          busyVerb="Dropping…"
          onConfirm={drop}
          onClose={() => setDropping(false)}
        >
          <p className="text-ink-2">
            The text that was laid ready is removed.{' '}
            {releases.length > 0 ? 'Releases that were deployed stay as they are.' : ''} Whoever wrote it can
            lay it ready again.
          </p>
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}

function againstWords(running: RunningModule | undefined): string {
  if (running === undefined) return 'Nothing of this name runs yet: all of it is new.';
  const { release, text } = running;
  if (release === undefined)
    return text === undefined
      ? 'It would take the place of a file that was put into the modules folder by hand.'
      : 'Against the file that was put into the modules folder by hand.';
  const more =
    release.files > 1
      ? ` That has ${count(release.files, 'file')}; this one file takes the place of all of them.`
      : '';
  return text === undefined
    ? `Release ${release.number}, which runs now, is too long to compare with.${more}`
    : `Against release ${release.number}, which runs now.${more}`;
}
