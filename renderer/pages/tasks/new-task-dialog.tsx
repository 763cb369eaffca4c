import { useState, type FormEvent } from 'react';
import type { Task } from '#shared/nouns/task.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { refreshTasks } from '../../live/fetches.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Findings } from '../../ui/findings.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { idFromTitle } from './task-filter.ts';
import { Problem } from '../../ui/problem.tsx';

const ID = /^[a-z0-9][a-z0-9._-]{0,99}$/;

export function NewTaskDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (task: Task) => void;
}) {
  const [title, setTitle] = useState('');
  const [typedId, setTypedId] = useState<string>();
  const [command, setCommand] = useState('');
  const [error, setError] = useState<ApiError>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = typedId ?? idFromTitle(title);
  const badId = ID.test(id) ? undefined : 'Lower-case letters, digits, ".", "-" and "_"; at most 100';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (badId !== undefined) return;
    setBusy(true);
    try {
      const task = await client.createTask({
        body: {
          id,
          ...(title.trim() ? { title: title.trim() } : {}),
          ...(command.trim() ? { run: command.trim() } : {}),
        },
      });
      void refreshTasks();
      onCreated(task);
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  const taken = error?.code === 'task_exists' ? 'A task of that id exists' : undefined;
  return (
    <Dialog title="New task" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField label="Title">
          {(ids) => (
            <input
              {...ids}
              className="field"
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </FormField>
        <FormField
          label="Id"
          hint="Its name on the command line, and of its file."
          problem={(tried ? badId : undefined) ?? taken}
        >
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              value={id}
              onChange={(event) => {
                setTypedId(event.target.value);
                setError(undefined);
              }}
            />
          )}
        </FormField>
        <FormField label="Command" hint="A shell line. More steps, triggers and parameters go into the file.">
          {(ids) => (
            <textarea
              {...ids}
              className="field font-mono"
              rows={3}
              spellCheck={false}
              autoCapitalize="off"
              placeholder="df -h"
              value={command}
              onChange={(event) => setCommand(event.target.value)}
            />
          )}
        </FormField>
        {error && taken === undefined ? (
          <div>
            <Problem error={error} />
            {error.findings.length > 0 ? <Findings findings={error.findings} label="What is wrong" /> : null}
          </div>
        ) : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            Create task
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
