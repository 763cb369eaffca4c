/** One choice out of a few, all in sight. A radio group to a screen reader and to the keyboard. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset className="inline-flex h-[26px] shrink-0 items-stretch rounded-[7px] bg-active p-[2px]">
      <legend className="sr-only">{label}</legend>
      {options.map(([option, text]) => (
        <label
          key={option}
          className={`relative flex items-center rounded-[5px] px-2.5 text-sm font-medium whitespace-nowrap select-none has-focus-visible:outline-2 has-focus-visible:outline-accent ${
            option === value ? 'bg-pill text-ink shadow-(--shadow-control)' : 'text-ink-2 hover:text-ink'
          }`}
        >
          <input
            type="radio"
            name={label}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
            className="absolute inset-0 opacity-0"
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
