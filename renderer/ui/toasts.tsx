/** Short messages about what was just done. An error stays until it is closed; anything else goes by itself. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { create } from 'zustand';
import { toApiError } from '../api/api-error.ts';
import { capital } from '../words/run-state.ts';

export interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'error';
  readonly text: string;
  readonly remedy?: string | undefined;
  readonly code?: string | undefined;
  readonly link?: { readonly to: string; readonly text: string } | undefined;
}

const SHOWN_MS = 6_000;
const MOST = 4;
let nextId = 1;
const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));

export function toast(message: Omit<Toast, 'id'>): void {
  const id = nextId;
  nextId += 1;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter(({ link }) => !link || link.to !== message.link?.to), { ...message, id }].slice(
      -MOST,
    ),
  }));
}

/** Takes back what led to an address: there is nothing to see there any more. */
export function dismissLink(to: string): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter(({ link }) => link?.to !== to) }));
}

/** Says what went wrong and what to do. A signed-out page says it by itself. */
export function toastError(error: unknown): void {
  const { status, code, message, remedy } = toApiError(error);
  if (status === 401) return;
  toast({ kind: 'error', text: capital(message), remedy: capital(remedy), code });
}

function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((each) => each.id !== id) }));
}

export function Toasts() {
  const { toasts } = useToasts();
  return (
    <section
      aria-label="Messages"
      className="pointer-events-none fixed right-4 bottom-4 z-40 flex w-[min(360px,calc(100vw-32px))] flex-col gap-2"
    >
      {toasts.map((each) => (
        <ToastCard key={each.id} toast={each} />
      ))}
    </section>
  );
}

function ToastCard({ toast: { id, kind, text, remedy, code, link } }: { toast: Toast }) {
  useEffect(() => {
    if (kind === 'error') return undefined;
    const timer = setTimeout(dismiss, SHOWN_MS, id);
    return () => clearTimeout(timer);
  }, [id, kind]);
  return (
    <div
      role={kind === 'error' ? 'alert' : 'status'}
      className="pointer-events-auto flex items-center gap-3 rounded-[9px] bg-raised py-2.5 pr-2 pl-3.5 shadow-(--shadow)"
    >
      <div className="min-w-0 grow">
        <p className={`break-words font-medium ${kind === 'error' ? 'text-failed' : ''}`}>{text}</p>
        {remedy ? <p className="text-sm break-words text-ink-2">{remedy}</p> : null}
        {code ? <p className="font-mono text-xs text-ink-3">{code}</p> : null}
      </div>
      {link ? (
        <Link to={link.to} className="btn" onClick={() => dismiss(id)}>
          {link.text}
        </Link>
      ) : null}
      <button
        type="button"
        className="btn btn-plain btn-icon"
        aria-label="Dismiss"
        onClick={() => dismiss(id)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
