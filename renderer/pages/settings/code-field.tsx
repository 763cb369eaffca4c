/** A field for what is no word of a language: an address, a path, a name. */
import { FormField } from '../../ui/form-field.tsx';

export function CodeField({
  label,
  hint,
  placeholder,
  longest,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  placeholder: string;
  /** In characters. */
  longest: number;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <FormField label={label} {...(hint === undefined ? {} : { hint })}>
      {(ids) => (
        <input
          {...ids}
          className="field font-mono"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          placeholder={placeholder}
          maxLength={longest}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}
