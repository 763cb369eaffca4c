/** The address that starts a task. Whoever knows it may start the task, so it is shown only when asked for. */
import { useState } from 'react';
import type { Task } from '#shared/nouns/task.ts';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { client } from '../../../session/session.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast } from '../../../ui/toasts.tsx';

interface Hook {
  readonly url: string;
  readonly perMinute: number;
}

export function HookAddress({ task }: { task: Pick<Task, 'id' | 'title'> }) {
  const [hook, setHook] = useState<Hook>();
  const [error, setError] = useState<ApiError>();
  const [sure, setSure] = useState(false);
  const ask = async (read: () => Promise<Hook>): Promise<boolean> => {
    try {
      setHook(await read());
      setError(undefined);
      return true;
    } catch (thrown) {
      setError(toApiError(thrown));
      return false;
    }
  };
  const renew = async (): Promise<void> => {
    setSure(false);
    const renewed = await ask(() => client.renewHook({ params: { task: task.id }, body: {} }));
    if (renewed) toast({ kind: 'done', text: `The webhook of ${task.title} has a new address` });
  };
  return (
    <div className="my-1">
      {hook ? (
        <div className="code-box relative pr-9">
          {hook.url}
          <CopyButton
            text={() => hook.url}
            label="Copy the address"
            className="btn btn-plain btn-icon absolute top-px right-px"
          />
        </div>
      ) : (
        <button
          type="button"
          className="btn"
          onClick={() => void ask(() => client.getHook({ params: { task: task.id } }))}
        >
          Show the address
        </button>
      )}
      {hook ? (
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
          <span>POST to it, at most {hook.perMinute} times a minute.</span>
          {sure ? (
            <>
              <span className="text-waiting">The old address is dead at once.</span>
              <button type="button" className="btn btn-danger" onClick={() => void renew()}>
                Renew it
              </button>
              <button type="button" className="btn" onClick={() => setSure(false)}>
                Keep it
              </button>
            </>
          ) : (
            <button type="button" className="link" onClick={() => setSure(true)}>
              New address…
            </button>
          )}
        </p>
      ) : null}
      {error ? <Problem error={error} className="mt-1 text-sm" /> : null}
    </div>
  );
}
