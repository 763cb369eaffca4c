import type { ReactNode } from 'react';

export function Rows({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mb-7">
      <h2 id={id} className="eyebrow mb-1">
        {title}
      </h2>
      <div className="divide-y divide-line border-y border-line">{children}</div>
    </section>
  );
}

export function Row({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-6 py-1.5">
      <div>
        <p>{name}</p>
        {hint ? <p className="text-sm text-ink-3">{hint}</p> : null}
      </div>
      <div className="min-w-0 shrink-0 text-ink-2 [&:has(code)]:shrink">{children}</div>
    </div>
  );
}
