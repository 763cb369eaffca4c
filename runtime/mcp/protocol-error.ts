/** Luka's errors as the protocol's, code and all, where there is no result that could tell them. */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { formatError, LukaError } from '#shared/errors/luka-error.ts';

/** The same function; what it throws of ours says `code: what is wrong; what to do`. */
export function inProtocol<A extends unknown[], R>(
  handler: (...values: A) => Promise<R>,
): (...values: A) => Promise<R> {
  return async (...values) => {
    try {
      return await handler(...values);
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, formatError(error), { code: error.code });
    }
  };
}
