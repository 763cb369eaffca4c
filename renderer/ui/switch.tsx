/** On or off, the way the system's own switches look. */
export function Switch({
  checked,
  label,
  disabled,
  onChange,
}: {
  checked: boolean;
  label: string;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className={`relative h-[18px] w-[30px] shrink-0 rounded-full transition-colors before:absolute before:-inset-1 disabled:opacity-40 ${
        checked ? 'bg-accent-fill' : 'bg-line-strong'
      }`}
    >
      <span
        className={`absolute top-[2px] left-[2px] size-[14px] rounded-full bg-white shadow-(--shadow-control) transition-transform ${
          checked ? 'translate-x-[12px]' : ''
        }`}
      />
    </button>
  );
}
