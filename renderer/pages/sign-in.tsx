/** What a browser without a token sees. It goes on by itself once a link's fragment appears. */
import { useEffect } from 'react';
import { useLive } from '../live/store.ts';
import { Mark } from '../shell/mark.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Problem } from '../ui/problem.tsx';

const COMMAND = 'luka open';

export function SignInPage() {
  const error = useLive((state) => state.sessionError);
  useEffect(() => {
    document.title = 'Sign in · Luka';
  }, []);
  return (
    <main className="flex h-full items-center justify-center overflow-auto p-6">
      <div className="w-full max-w-[340px]">
        <Mark size={40} />
        <h1 className="mt-5 text-xl font-semibold tracking-[-0.015em]">Open Luka from the terminal</h1>
        <p className="mt-1.5 mb-4 text-ink-2">
          This page needs a one-time link from your own machine. Run this, and it opens signed in:
        </p>
        <div className="flex h-9 items-center justify-between rounded-[7px] border border-line-strong bg-inset pr-1 pl-3">
          <code className="text-base">{COMMAND}</code>
          <CopyButton text={() => COMMAND} label="Copy the command" />
        </div>
        {error ? <Problem error={error} className="mt-4" /> : null}
      </div>
    </main>
  );
}
