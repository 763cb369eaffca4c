import { useState } from 'react';

/** A time of day. Saved when the field is left: while it is typed into, it holds halves of times. */
export function TimeField({
  label,
  value,
  onSave,
}: {
  label: string;
  value: string;
  onSave: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  return (
    <input
      type="time"
      aria-label={label}
      className="field"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        if (text === '') setText(value);
        else if (text !== value) onSave(text);
      }}
    />
  );
}
