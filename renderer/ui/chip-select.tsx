/** A filter as a chip: one of several, or any. */
export function ChipSelect({
  label,
  any,
  value,
  options,
  onChange,
}: {
  label: string;
  /** What is shown, and chosen, where nothing is filtered. */
  any: string;
  value: string | undefined;
  options: readonly (readonly [value: string, text: string, ...rest: unknown[]])[];
  onChange: (value: string | undefined) => void;
}) {
  return (
    <select
      aria-label={label}
      className="chip max-w-[190px]"
      data-on={value === undefined ? undefined : ''}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">{any}</option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}
