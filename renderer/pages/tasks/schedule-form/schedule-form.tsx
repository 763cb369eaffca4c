/** The triggers of a task, to be changed: saved into its file, unless that was changed meanwhile. */
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Task } from '#shared/nouns/task.ts';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { saveTriggers } from '../../../live/actions.ts';
import { refreshTasks } from '../../../live/fetches.ts';
import { useLive } from '../../../live/store.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Findings } from '../../../ui/findings.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { draftOf, missingOf, newDraft, rawOf, type Draft } from './trigger-draft.ts';
import { TriggerCard } from './trigger-card.tsx';

/** What the form was opened with: the file's hash is what a save is made for. */
interface Opened {
  readonly hash: string;
  readonly drafts: readonly Draft[];
}

function open({ hash, definition }: Task): Opened {
  return { hash, drafts: (definition?.triggers ?? []).map(draftOf) };
}

export function ScheduleForm({ task, onClose }: { task: Task; onClose: () => void }) {
  const [opened, setOpened] = useState(() => open(task));
  const [drafts, setDrafts] = useState(opened.drafts);
  const [nextKey, setNextKey] = useState(1_000);
  const [error, setError] = useState<ApiError>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const raw = (all: readonly Draft[]): string => JSON.stringify(all.map(rawOf));
  const changed = raw(drafts) !== raw(opened.drafts);
  const elsewhere = task.hash !== opened.hash || error?.code === 'task_changed';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (drafts.some(missingOf)) return;
    setBusy(true);
    try {
      await saveTriggers(task, drafts.map(rawOf), opened.hash);
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  const reload = async (): Promise<void> => {
    await refreshTasks();
    const fresh = useLive.getState().tasks?.find(({ id }) => id === task.id);
    // Without a definition there are no triggers to show, and an empty form would save just that.
    if (!fresh?.definition) {
      onClose();
      return;
    }
    const again = open(fresh);
    setOpened(again);
    setDrafts(again.drafts);
    setError(undefined);
    setTried(false);
    setLeaving(false);
  };
  const put = (draft: Draft): void =>
    setDrafts((all) => all.map((each) => (each.key === draft.key ? draft : each)));
  const add = (): void => {
    setDrafts((all) => [...all, newDraft(nextKey)]);
    setNextKey(nextKey + 1);
  };
  return (
    <Dialog
      wide
      title={`Schedule of ${task.title}`}
      onClose={() => (changed && !leaving ? setLeaving(true) : onClose())}
    >
      <form noValidate onSubmit={(event) => void submit(event)}>
        {drafts.length === 0 ? (
          <p className="mb-3 text-ink-2">Nothing starts it but you. Add a trigger to change that.</p>
        ) : null}
        {drafts.map((draft, index) => (
          <TriggerCard
            key={`${opened.hash}${draft.key}`}
            task={task}
            draft={draft}
            number={index + 1}
            tried={tried}
            onChange={put}
            onRemove={() => setDrafts((all) => all.filter(({ key }) => key !== draft.key))}
          />
        ))}
        <button type="button" className="btn" onClick={add}>
          <Plus size={13} aria-hidden />
          Add a trigger
        </button>
        <div className="sticky -bottom-5 -mx-5 mt-4 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-raised px-5 py-3">
          {elsewhere ? (
            <div role="alert" className="flex w-full flex-wrap items-center gap-x-3 gap-y-2">
              <p className="min-w-0 grow text-waiting">
                The file was changed meanwhile. What you see here is not saved over it.
              </p>
              <button type="button" className="btn" onClick={() => void reload()}>
                Load the file again
              </button>
            </div>
          ) : null}
          {error && error.code !== 'task_changed' ? (
            <div className="max-h-[30vh] w-full overflow-y-auto">
              <Problem error={error} />
              {error.findings.length > 0 ? (
                <Findings findings={error.findings} label="What is wrong" />
              ) : null}
            </div>
          ) : null}
          {leaving && changed ? (
            <>
              <p role="alert" className="mr-auto text-waiting">
                Your changes are not saved.
              </p>
              <button type="button" className="btn" onClick={() => setLeaving(false)}>
                Go on editing
              </button>
              <button type="button" className="btn btn-danger" onClick={onClose}>
                Discard them
              </button>
            </>
          ) : (
            <button type="button" className="btn" onClick={() => (changed ? setLeaving(true) : onClose())}>
              Close
            </button>
          )}
          <button type="submit" className="btn btn-primary" disabled={busy || !changed || elsewhere}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
