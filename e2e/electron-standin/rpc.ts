/** Calls in both directions over one channel of messages: the driver and the stand-in each answer the other's verbs. */

export interface MessagePort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}
/** What one side can be asked: name to function. Arguments and answers must be JSON. */
export type Verbs<V> = { readonly [K in keyof V]: (...args: never[]) => unknown };

interface Ask {
  readonly ask: number;
  readonly verb: string;
  readonly args: unknown[];
}
interface Answer {
  readonly answer: number;
  readonly value?: unknown;
  readonly error?: string;
}

export class Rpc<Theirs extends Verbs<Theirs>> {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #last = 0;
  #closed: Error | undefined;

  constructor(port: MessagePort, ours: Record<string, (...args: never[]) => unknown>) {
    this.#port = port;
    port.onMessage((message) => {
      const { ask } = message as Partial<Ask>;
      if (ask === undefined) this.#settle(message as Answer);
      else void this.#reply(message as Ask, ours);
    });
  }

  async call<K extends keyof Theirs & string>(
    verb: K,
    ...args: Parameters<Theirs[K]>
  ): Promise<Awaited<ReturnType<Theirs[K]>>> {
    if (this.#closed !== undefined) throw this.#closed;
    const id = (this.#last += 1);
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#port.send({ ask: id, verb, args } satisfies Ask);
    return (await answer.promise) as Awaited<ReturnType<Theirs[K]>>;
  }

  /** The other side has gone: whoever waits for it waits no longer. */
  close(reason: string): void {
    this.#closed = new Error(reason);
    for (const answer of this.#waiting.values()) answer.reject(this.#closed);
    this.#waiting.clear();
  }

  #settle({ answer, value, error }: Answer): void {
    const waiting = this.#waiting.get(answer);
    this.#waiting.delete(answer);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  }

  async #reply({ ask, verb, args }: Ask, ours: Record<string, (...args: never[]) => unknown>): Promise<void> {
    try {
      const answer = ours[verb];
      if (answer === undefined) throw new TypeError(`nobody answers ${verb}`);
      this.#port.send({ answer: ask, value: await answer(...(args as never[])) } satisfies Answer);
    } catch (error) {
      this.#port.send({
        answer: ask,
        error: error instanceof Error ? error.message : String(error),
      } satisfies Answer);
    }
  }
}
