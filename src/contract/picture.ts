import { z } from 'zod'
import { endpoints } from '#contract/endpoint'
import { RowId } from '#contract/id'

const { params: contactPiece } = endpoints['PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key']
const { params: order } = endpoints['GET /api/contacts/:externalUserId/orders/:orderId']
const { params: chatPiece } = endpoints['PUT /api/chats/:chatId/pushes/:pushId/placements/:key']

/**
 * Pictures that a row names by a media id of WeCom's, or an order by an address of the company's. They are named by the row and
 * never by that id or address, so that whoever may see the row sees them and nobody else. The answer is a JPEG, PNG, GIF or
 * WebP; 404 where it is none, or is gone: WeCom keeps its own for three days.
 */
export const pictures = {
  'GET /api/contacts/:externalUserId/pushes/:pushId/pieces/:key/picture': { params: contactPiece },
  'GET /api/chats/:chatId/pushes/:pushId/pieces/:key/picture': { params: chatPiece },
  'GET /api/me/moments/:jobId/attachments/:index/picture': {
    params: z.object({ jobId: RowId, index: z.string().regex(/^\d{1,3}$/) }),
  },
  'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture': {
    params: order.extend({ index: z.string().regex(/^\d{1,3}$/) }),
  },
} as const satisfies Record<`GET /api/${string}/picture`, { params: z.ZodObject }>

export type PictureCall = keyof typeof pictures
export type PictureParams<C extends PictureCall> = z.output<(typeof pictures)[C]['params']>
