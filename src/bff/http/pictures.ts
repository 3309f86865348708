import { pictures, type PictureCall, type PictureParams } from '#contract/picture'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { abortable } from '../concurrency/abortable.ts'
import { parse, type Caller, type Calls } from './route.ts'

interface Picture {
  /** Of the content, as its bytes say. */
  type: string
  bytes: Buffer
}

/** Who asks for which one. */
export type PictureAsked<C extends PictureCall> = Pick<Caller, 'staff' | 'signal'> & { params: PictureParams<C> }
export type PictureHandlers = { [C in PictureCall]: (asked: PictureAsked<C>) => Promise<Picture> }

/** The same handlers without their types: at run time the table's schemas check what they get. */
type AnyHandler = (asked: Record<string, unknown>) => Promise<Picture>

/** Serves the pictures. Somebody else made them: should a browser ever show one as a page, it may load and run nothing. */
export function registerPictures(
  app: FastifyInstance,
  calls: Pick<Calls, 'callerOf'>,
  handlers: PictureHandlers,
): void {
  for (const [call, { params: schema }] of Object.entries(pictures)) {
    const [, url = ''] = call.split(' ')
    const handle = handlers[call as PictureCall] as AnyHandler
    app.get(url, async (request: FastifyRequest, reply: FastifyReply) => {
      const params = parse('params', schema, request.params)
      const caller = calls.callerOf(request, reply)
      const { type, bytes } = await abortable(handle({ ...caller, params }), caller.signal)
      return reply
        .type(type)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', 'inline')
        .send(bytes)
    })
  }
}
