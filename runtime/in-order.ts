/** Ending something has many steps, and one that fails must not keep the others from being done. */
export async function inOrder(
  context: string,
  onError: (error: unknown, context: string) => void,
  steps: readonly (() => unknown)[],
): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      onError(error, context);
    }
  }
}
