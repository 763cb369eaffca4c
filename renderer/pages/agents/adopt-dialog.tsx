/** What an agent would become as a task of Luka's, and what would be otherwise; then it is taken over, or given back. */
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Adoption } from '#shared/nouns/adoption.ts';
import type { Agent } from '#shared/nouns/agent.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { PlainText } from '../../ui/diff-view.tsx';
import { Findings } from '../../ui/findings.tsx';
import { Problem } from '../../ui/problem.tsx';
import { capital } from '../../words/run-state.ts';

const KINDS: Readonly<Record<Adoption['kind'], string>> = {
  service: 'It becomes a service: a task that Luka keeps running.',
  scheduled: 'It becomes a task that starts by itself.',
  manual: 'It becomes a task that is started by hand.',
};

export function AdoptDialog({
  agent: { file, label },
  onClose,
  onChanged,
}: {
  agent: Agent;
  onClose: () => void;
  onChanged: () => void;
}) {
  const [adoption, setAdoption] = useState<Adoption>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [givenBack, setGivenBack] = useState(false);
  useEffect(() => {
    const life = new AbortController();
    client.previewAdoption({ body: { agents: [file] } }, { signal: life.signal }).then(
      ({ adoptions }) => setAdoption(adoptions[0]),
      (thrown: unknown) => (life.signal.aborted ? undefined : setError(toApiError(thrown))),
    );
    return () => life.abort();
  }, [file]);
  const act = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      onChanged();
    } catch (thrown) {
      setError(toApiError(thrown));
    }
    setBusy(false);
  };
  const adopt = () =>
    act(async () => {
      const { adoptions } = await client.adoptAgents({ body: { agents: [file] } });
      setAdoption(adoptions[0]);
    });
  const giveBack = (task: string) =>
    act(async () => {
      await client.giveBackAgent({ params: { task }, body: {} });
      setGivenBack(true);
    });
  return (
    <Dialog title={`Make ${label} a task`} onClose={onClose} wide>
      {adoption ? <Shown adoption={adoption} givenBack={givenBack} /> : null}
      {!adoption && !error ? <p className="text-ink-3">Looking at what it would become…</p> : null}
      {error ? <Problem error={error} className="mt-3" /> : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
        {adoption?.state === 'exists' && !givenBack ? (
          <button type="button" className="btn" disabled={busy} onClick={() => void giveBack(adoption.task)}>
            {busy ? 'Giving back…' : 'Give it back to launchd'}
          </button>
        ) : null}
        {adoption?.state === 'new' ? (
          <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void adopt()}>
            {busy ? 'Taking over…' : 'Take it over'}
          </button>
        ) : null}
      </DialogActions>
    </Dialog>
  );
}

function Shown({ adoption, givenBack }: { adoption: Adoption; givenBack: boolean }) {
  const { state, task, kind, changes, findings, secrets, text, message } = adoption;
  return (
    <>
      <output className="mb-3 block">
        {givenBack ? (
          <span className="font-semibold text-ok">launchd has it again.</span>
        ) : (
          <Standing state={state} task={task} />
        )}
        {message === undefined ? null : (
          <span className="block break-words text-ink-2">{capital(message)}.</span>
        )}
      </output>
      {state === 'new' || state === 'cannot' ? <p className="mb-3 text-ink-2">{KINDS[kind]}</p> : null}
      {changes.length > 0 ? (
        <div className="mb-4">
          <h3 className="eyebrow mb-1">What will be otherwise</h3>
          <ul className="list-disc pl-5">
            {changes.map((change) => (
              <li key={change} className="break-words">
                {capital(change)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {secrets.length > 0 ? (
        <p className="mb-3 break-words text-ink-2">
          Kept as secrets, not in the file: <code>{secrets.join(', ')}</code>
        </p>
      ) : null}
      {findings.length > 0 ? <Findings findings={findings} label="What is to be known" /> : null}
      {text === '' ? null : (
        <div className="mt-3">
          <h3 className="eyebrow mb-1">The task</h3>
          <PlainText text={text} label="The task" />
        </div>
      )}
    </>
  );
}

function Standing({ state, task }: Pick<Adoption, 'state' | 'task'>) {
  const link = (
    <Link to={`/tasks/${encodeURIComponent(task)}`} className="link">
      {task}
    </Link>
  );
  switch (state) {
    case 'new':
      return null;
    case 'exists':
      return <span>It is the task {link} already, and launchd leaves it alone.</span>;
    case 'cannot':
      return <span className="font-semibold text-failed">It cannot be taken over.</span>;
    case 'adopted':
      return (
        <span>
          <span className="font-semibold text-ok">Done.</span> It is the task {link} now, and disabled in
          launchd.
        </span>
      );
    case 'undone':
      return (
        <span className="font-semibold text-waiting">
          It did not go well and was undone: all is as before.
        </span>
      );
    case 'stuck':
      return <span className="font-semibold text-failed">It could be neither done nor undone.</span>;
  }
}
