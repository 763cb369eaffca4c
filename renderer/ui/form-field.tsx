import { useId, type ReactNode } from 'react';

interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** A labelled field with its hint and its problem tied to it. */
export function FormField({
  label,
  hint,
  problem,
  children,
}: {
  label: string;
  hint?: ReactNode;
  problem?: string | undefined;
  children: (ids: FieldIds) => ReactNode;
}) {
  const id = useId();
  const below = `${id}-below`;
  const described = problem !== undefined || hint !== undefined;
  return (
    <div className="mb-3 flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described ? below : undefined,
        'aria-invalid': problem === undefined ? undefined : true,
      })}
      {described ? (
        <p
          id={below}
          className={`text-sm break-words ${problem === undefined ? 'text-ink-3' : 'text-failed'}`}
        >
          {problem ?? hint}
        </p>
      ) : null}
    </div>
  );
}
