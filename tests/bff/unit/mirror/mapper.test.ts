import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readKept } from '../../../../src/bff/mirror/mapper.ts'

const Piece = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image'), url: z.string() }),
])
const Body = z.strictObject({
  title: z.string(),
  customer: z.strictObject({ id: z.string() }),
  pieces: z.array(Piece),
  reward: z.string().default('none'),
})

const body = { title: '回访', customer: { id: '1' }, pieces: [{ type: 'text', text: '您好' }] }

describe('a kept body', () => {
  it('has the default of a field that was added after it was kept', () => {
    expect(readKept(Body, body)).toEqual({ ...body, reward: 'none' })
  })

  it('loses what a newer version added, however deep', () => {
    const newer = {
      ...body,
      reward: '100',
      color: 'red',
      customer: { id: '1', city: '重庆' },
      pieces: [
        { type: 'text', text: '您好', isBold: true },
        { type: 'image', url: '/1.png' },
      ],
    }
    expect(readKept(Body, newer)).toEqual({
      ...body,
      reward: '100',
      pieces: [...body.pieces, { type: 'image', url: '/1.png' }],
    })
  })

  it.each([[null], ['text'], [{ ...body, title: undefined }], [{ ...body, color: 'red', customer: null }]])(
    'is refused where it says something else: %j',
    (kept) => {
      expect(() => readKept(Body, kept)).toThrow(z.ZodError)
    },
  )
})
