import type { Content } from '#contract/content'
import type { PictureCall } from '#contract/picture'
import { AppError } from '../errors.ts'
import type { PictureAsked, PictureHandlers } from '../http/pictures.ts'
import { configured } from '../sources/configured.ts'
import type { Subject, Yunzhong } from '../sources/yunzhong/index.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Picture, Pictures } from '../upstream/pictures.ts'

interface Deps {
  /** Null if the source is not configured. */
  yunzhong: Pick<Yunzhong, 'pushes' | 'moments'> | null
  access: Pick<Permissions, 'requireContact' | 'requireChat'>
  pictures: Pictures
  /** Of an item of a contact's order. */
  orderPicture: PictureHandlers['GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture']
}

/** The pictures of pushes and moments, for whoever may see the row that names them. */
export function createPictureHandlers({ yunzhong, access, pictures, orderPicture }: Deps): PictureHandlers {
  function show(content: Content | undefined, signal: AbortSignal): Promise<Picture> {
    if (content?.type !== 'image' || content.mediaId === null) throw new AppError('not_found')
    return pictures(content.mediaId, signal)
  }

  async function ofPiece(
    subject: Subject,
    { params: { pushId, key }, staff, signal }: PictureAsked<PictureCall> & { params: { pushId: string; key: string } },
  ): Promise<Picture> {
    const { pushes } = configured('yunzhong', yunzhong)
    const { pieces } = await pushes.content({ userid: staff.userid, subject }, pushId, signal)
    return show(pieces.find((piece) => piece.key === key)?.content, signal)
  }

  return {
    'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture': orderPicture,

    'GET /api/contacts/:externalUserId/pushes/:pushId/pieces/:key/picture': async (asked) => {
      const { externalUserId } = asked.params
      await access.requireContact(asked.staff.userid, externalUserId, asked.signal)
      return ofPiece({ externalUserId }, asked)
    },

    'GET /api/chats/:chatId/pushes/:pushId/pieces/:key/picture': async (asked) => {
      const { chatId } = asked.params
      await access.requireChat(asked.staff.userid, chatId, asked.signal)
      return ofPiece({ chatId }, asked)
    },

    'GET /api/me/moments/:jobId/attachments/:index/picture': async ({ params, staff, signal }) => {
      const { moments } = configured('yunzhong', yunzhong)
      if (!moments) throw new AppError('not_found')
      const attachments = await moments.attachmentsOf(staff.userid, params.jobId)
      return show(attachments[Number(params.index)], signal)
    },
  }
}
