/** In place of a page that could not be drawn: what went wrong, and the ways on. The rest of the window goes on. */
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { CopyButton } from '../ui/copy-button.tsx';

/** Whatever is drawn in it may fail alone; another address is a new try. */
export function FaultBoundary({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  return (
    <ErrorBoundary FallbackComponent={PageFault} resetKeys={[location]}>
      {children}
    </ErrorBoundary>
  );
}

function PageFault({ error, resetErrorBoundary }: FallbackProps) {
  const fault = error instanceof Error ? error : new Error(String(error));
  return (
    <div role="alert" className="m-auto max-w-xl px-6 py-16 text-center">
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="mt-1 mb-4 text-ink-2">
        Nothing was changed or lost: what runs goes on. Try again; if it stays, the details help whoever mends
        it.
      </p>
      <p className="mx-auto mb-4 flex w-fit max-w-full items-center gap-1 rounded-md border border-line px-2 py-1 text-left font-mono text-ink-2">
        <span className="min-w-0 break-words">{fault.message}</span>
        <CopyButton label="Copy the details" text={() => fault.stack ?? fault.message} />
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <button type="button" className="btn" onClick={resetErrorBoundary}>
          Try again
        </button>
        <button type="button" className="btn" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    </div>
  );
}
