import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toastError } from './toasts.tsx';

/** Copies text and shows for a moment that it did. `label` is its accessible name. */
export function CopyButton({
  text,
  label,
  icon = Copy,
  className = 'btn btn-plain btn-icon',
}: {
  text: () => string;
  label: string;
  icon?: LucideIcon;
  className?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(setCopied, 1_500, false);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
    } catch {
      toastError(new Error('The clipboard is closed to this page'));
    }
  };
  const Icon = copied ? Check : icon;
  return (
    <button
      type="button"
      className={className}
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon size={13} aria-hidden />
    </button>
  );
}
