import { useState } from 'react';

/** A number that is saved when the field is left or Enter is pressed; Escape brings the old one back. */
export function NumberField({
  label,
  value,
  min,
  max,
  whole = false,
  orZero = false,
  onSave,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  whole?: boolean;
  /** 0 has a meaning of its own, though less than `min`. */
  orZero?: boolean;
  onSave: (value: number) => void;
}) {
  const [shown, setShown] = useState(value);
  const [text, setText] = useState(String(value));
  // Changed elsewhere, in another window or on the command line: show what holds now.
  if (shown !== value) {
    setShown(value);
    setText(String(value));
  }
  const typed = Number(text);
  const valid =
    text.trim() !== '' &&
    Number.isFinite(typed) &&
    ((typed >= min && typed <= max) || (orZero && typed === 0)) &&
    (!whole || Number.isInteger(typed));
  return (
    <span className="flex items-center gap-1.5">
      {valid ? null : (
        <span role="alert" className="text-sm text-failed">
          {orZero ? '0, or ' : ''}
          {min} to {max.toLocaleString('en-GB')}
        </span>
      )}
      <input
        aria-label={label}
        aria-invalid={!valid}
        inputMode="decimal"
        className="field w-[76px] text-right"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (!valid) setText(String(value));
          else if (typed !== value) onSave(typed);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setText(String(value));
        }}
      />
    </span>
  );
}
