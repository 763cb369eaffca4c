/** Luka's mark, drawn so that it stands on either theme. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--ink)" />
      <path
        d="M11 8v13.5h10"
        fill="none"
        stroke="var(--bg)"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="20.6" cy="11" r="3.2" fill="#3f93ff" />
    </svg>
  );
}
