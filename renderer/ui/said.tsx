/** A sentence of Luka's, with what stands between backticks as code. Everything else of it stays text. */
export function Said({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) =>
    // Every second part stood between backticks; parts have no identity but their place.
    // oxlint-disable-next-line react/no-array-index-key
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
