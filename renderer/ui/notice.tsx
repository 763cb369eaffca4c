/** Something about a page that must not be overlooked: what it is, why, and what can be done about it. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  failed: 'border-failed text-failed',
  waiting: 'border-waiting text-waiting',
} as const;

export function Notice({
  tone,
  icon: Icon,
  title,
  label,
  actions,
  children,
}: {
  tone: keyof typeof TONES;
  icon: LucideIcon;
  title: ReactNode;
  /** Its name for a screen reader. */
  label: string;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      className={`notice mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[7px] border-l-[3px] py-2.5 pr-3 pl-3 ${TONES[tone]}`}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 self-start" />
      <div className="min-w-[200px] grow basis-0">
        <p className="font-semibold break-words">{title}</p>
        {children ? <div className="break-words text-ink-2">{children}</div> : null}
      </div>
      {actions ? <div className="flex shrink-0 gap-2">{actions}</div> : null}
    </section>
  );
}
