/** The shape of all handlers together: leaving out an endpoint of the contract is a type error. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallName, Contract, StreamName } from '#shared/http/contract.ts';
import type { ParsedRequest, ResponseOf } from '#shared/http/endpoint.ts';

export type CallHandlers = {
  readonly [K in CallName]: (
    request: ParsedRequest<Contract[K]>,
    raw: FastifyRequest,
  ) => Promise<ResponseOf<Contract[K]>> | ResponseOf<Contract[K]>;
};
export type StreamHandlers = {
  readonly [K in StreamName]: (
    request: ParsedRequest<Contract[K]>,
    raw: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<void>;
};
export type Handlers = CallHandlers & StreamHandlers;
