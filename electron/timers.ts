/** Timers that can be cancelled; none of them keeps Luka alive. */

/** @returns a function that cancels it */
export function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** @returns a function that ends it */
export function every(ms: number, then: () => void): () => void {
  const timer = setInterval(then, ms);
  timer.unref();
  return () => clearInterval(timer);
}
